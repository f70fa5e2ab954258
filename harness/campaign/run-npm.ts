// One `npm install` into a folder of its own → nothing, or a ClosecallError that says what to change. Nothing that npm
// prints is passed on as it is: its messages name registries, and may hold credentials.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';
import { NPM_LIMIT_MS } from '../model/limits.ts';
import { formatPackageSpec, type PackageSpec } from '../model/package-spec.ts';

/** Of every call: JSON, and an end soon without a network, where npm would try for more than a minute. */
export const NPM_FLAGS = [
  '--no-update-notifier',
  '--json',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=2000',
];

const INSTALL = [
  'install',
  '--ignore-scripts',
  '--omit=dev',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  ...NPM_FLAGS,
];

/**
 * Installs `spec` into `folder` with the npm of the PATH, as configured for the user and for the project in `root`.
 * `flag` is the option that asked, and `cached` are versions that need no network, for messages.
 */
export async function runNpm(
  spec: PackageSpec,
  folder: string,
  root: string,
  { flag, cached }: { flag: string; cached: readonly string[] },
): Promise<void> {
  const settings = join(folder, '.npmrc');
  if (existsSync(join(root, '.npmrc'))) copyFileSync(join(root, '.npmrc'), settings);
  let end: NpmEnd;
  try {
    end = await spawnNpm([...INSTALL, '--prefix', folder, formatPackageSpec(spec)], folder);
  } finally {
    rmSync(settings, { force: true });
  }
  if (end.code === 0) return;
  throw new ClosecallError(...explain(end, flag, spec, cached));
}

/** How npm ended: `code` undefined when it could not be started, null when it took too long. */
export type NpmEnd = { code: number | null | undefined; output: string; stdout: string };

/** Starts the npm of the PATH; `output` is all that it printed, in order. */
export function spawnNpm(args: readonly string[], cwd: string): Promise<NpmEnd> {
  return new Promise((resolve) => {
    // On Windows npm is a script, which only a shell starts; a spec holds nothing that a quoted argument would not.
    const isWindows = process.platform === 'win32';
    // Not the option `timeout`: where npm does not start at all, its timer would hold this process.
    const options = { cwd, signal: AbortSignal.timeout(NPM_LIMIT_MS) };
    const child = isWindows
      ? spawn(
          'npm',
          args.map((arg) => `"${arg}"`),
          { ...options, shell: true },
        )
      : spawn('npm', args, options);
    let output = '';
    let stdout = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (stream === child.stdout) stdout += text;
      });
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({
        code: error.name === 'AbortError' ? null : undefined,
        output: error.code ?? '',
        stdout,
      }),
    );
    child.on('close', (code) => resolve({ code, output, stdout }));
  });
}

const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTCACHED',
  'ENOTFOUND',
  'ERR_SOCKET_TIMEOUT',
  'ETIMEDOUT',
  'FETCH_ERROR',
]);

function explain(
  { code, output }: NpmEnd,
  flag: string,
  { name, wanted }: PackageSpec,
  cached: readonly string[],
): [code: string, message: string] {
  if (code === undefined)
    return output === 'ENOENT'
      ? [
          'ERR_WITH_NO_NPM',
          `${flag}: needs npm to install it, and there is none in the PATH. Install npm, or add it to the PATH.`,
        ]
      : [
          'ERR_WITH_NPM',
          `${flag}: npm could not be started (${output}). Check the npm that is first in the PATH.`,
        ];
  if (code === null)
    return [
      'ERR_WITH_NPM',
      `${flag}: npm did not end within ${NPM_LIMIT_MS / 1000} s. Try \`npm view ${name}\` to see what it waits for.`,
    ];
  const why = readCode(output);
  if (why === 'ETARGET')
    return [
      'ERR_WITH_VERSION',
      `${flag}: ${name} has no version "${wanted}". \`npm view ${name} versions\` lists those it has.`,
    ];
  if (why === 'E404')
    return [
      'ERR_WITH_PACKAGE',
      `${flag}: npm knows no package "${name}", or lacks one that it needs. Check the name with \`npm view ${name}\`.`,
    ];
  if (why === 'EBADENGINE')
    return [
      'ERR_WITH_LOAD',
      `${flag}: does not support Node ${process.versions.node}, and npm is configured to insist. Choose another version.`,
    ];
  if (UNREACHABLE.has(why)) {
    const have = cached.length === 0 ? '' : ` Without a network these work: ${cached.join(', ')}.`;
    return [
      'ERR_WITH_OFFLINE',
      `${flag}: it is not in the cache, and npm could not reach its registry (${why}). Go online once, or check npm's proxy settings.${have}`,
    ];
  }
  const shown = why === '' ? `exit code ${code}` : why;
  return [
    'ERR_WITH_NPM',
    `${flag}: npm failed (${shown}). Try \`npm install ${name}@${wanted}\` in an empty folder to see why.`,
  ];
}

/** The code of npm's error: a field of its JSON, or a word of its log where it died before that. */
export function readCode(output: string): string {
  return /"code": ?"(\w+)"/.exec(output)?.[1] ?? /\b(?:error|ERR!) code (\w+)/.exec(output)?.[1] ?? '';
}
