// What `npm publish` would send out, installed into an empty project and used there as its users do: on every Node.js that it asks
// for, with types, and with nothing of this repository around it.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkLinks } from './docs/check-links.ts';
import { readPage } from './docs/read-page.ts';
import { ROOT } from './explore-for-test.ts';
import { findSpecifiers } from './find-specifiers.ts';
import { findNode, MANIFEST, packClosecall } from './pack-closecall.ts';

/** Bytes of the tarball, and of what it unpacks to: half are source maps, with the sources in them, a tenth is pages. */
const PACKED_MAX = 1_800_000;
const UNPACKED_MAX = 6_500_000;

/** A scenario for a client that forgets the body of an answer that it does not like. */
const SCENARIO = `import { defineScenario, type Trace } from 'closecall';
import { streamAnswer } from './stream-answer.ts';

export const noted: Trace[] = [];

export default defineScenario({
  name: 'my-client',
  actors: {
    reader: ({ url, signal, deliver }) => streamAnswer(url + '/events', { signal, onText: deliver }),
  },
});
`;
const THROWER = `import { defineScenario } from 'closecall';

export default defineScenario({
  name: 'thrower',
  actors: {
    reader: async ({ url, signal }) => {
      signal.addEventListener('abort', () => void Promise.reject(new Error('nobody catches this')));
      const response = await fetch(url, { signal });
      await response.text();
    },
  },
});
`;
const CONFIG = `import { defineConfig } from 'closecall';

export default defineConfig({ cases: 200, reporter: 'json' });
`;

let packed: string;
let project: string;

/** Every file below `folder`, as a relative path with forward slashes. */
function listBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

type Ended = { code: number | null; out: string; err: string };

function closecall(args: readonly string[], node = process.execPath): Ended {
  const bin = join(project, 'node_modules', 'closecall', 'bin', 'closecall.mjs');
  const { status, stdout, stderr } = spawnSync(node, [bin, ...args], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, out: stdout, err: stderr };
}

beforeAll(() => {
  ({ packed, project } = packClosecall());
  cpSync(join(ROOT, 'harness/tests/own-client/stream-answer.ts'), join(project, 'stream-answer.ts'));
  writeFileSync(join(project, 'my-client.scenario.ts'), SCENARIO);
  writeFileSync(join(project, 'thrower.scenario.ts'), THROWER);
  writeFileSync(join(project, 'closecall.config.ts'), CONFIG);
}, 180_000);

describe('what is in it', () => {
  const installed = (): string => join(project, 'node_modules', 'closecall');

  test('is compiled, with types and source maps, and no source that Node.js would have to strip', () => {
    const files = listBelow(installed());
    expect(files.filter((file) => /(?<!\.d)\.m?ts$/.test(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/harness/index.js',
        'dist/harness/index.js.map',
        'dist/harness/index.d.ts',
        'README.md',
        'LICENSE',
      ]),
    );
    const code = files.filter((file) => !file.endsWith('.md'));
    expect(code.filter((file) => /\.test\.|(?:^|\/)tests\/|bench\//.test(file))).toEqual([]);
  });

  test('has the pages that its README leads to, and theirs', () => {
    const files = new Set(listBelow(installed()));
    const pages = [...files].filter((path) => path.endsWith('.md'));
    const read = new Map(
      pages.map((path) => [path, readPage(path, readFileSync(join(installed(), path), 'utf8'))]),
    );
    expect(pages).toEqual(expect.arrayContaining(['docs/explain.md', 'docs/eject.md', 'docs/tutorial.md']));
    // Sources and pictures are in the repository alone.
    const dead = [...read.values()]
      .map((page) => ({ ...page, links: page.links.filter(({ text }) => /\.md(?:#|$)/.test(text)) }))
      .flatMap((page) => checkLinks(page, read, files));
    expect(dead).toEqual([]);
  });

  test('is small', () => {
    expect(statSync(packed).size).toBeLessThan(PACKED_MAX);
    const sizes = listBelow(installed()).map((file) => statSync(join(installed(), file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(UNPACKED_MAX);
  });

  test('runs nothing when it is installed', () => {
    const { scripts = {} } = JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    expect(Object.keys(scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });

  test('imports its dependencies and Node.js, and nothing else; what a battery is of, its user has', () => {
    const known = new Set([
      ...Object.keys({ ...MANIFEST.dependencies, ...MANIFEST.peerDependencies }),
      ...builtinModules,
      'closecall',
    ]);
    const files = listBelow(installed()).filter((file) => /^dist\/harness\/.*\.js$/.test(file));
    expect(files.length).toBeGreaterThan(100);
    const foreign = files.flatMap((file) =>
      findSpecifiers(readFileSync(join(installed(), file), 'utf8'))
        .filter((specifier) => !/^[./]|^node:/.test(specifier))
        .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0])
        .filter((name) => !known.has(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(foreign).toEqual([]);
  });
});

describe('its types', () => {
  test.each(['nodenext', 'bundler'])(
    'serve a scenario and a configuration, with moduleResolution %s',
    (resolution) => {
      const config = {
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'es2024',
          lib: ['es2024'],
          types: ['node'],
          typeRoots: [join(ROOT, 'node_modules', '@types')],
          module: resolution === 'bundler' ? 'preserve' : resolution,
          moduleResolution: resolution,
          allowImportingTsExtensions: true,
          exactOptionalPropertyTypes: true,
        },
        files: ['my-client.scenario.ts', 'closecall.config.ts'],
      };
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
      const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
      const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
      expect([stdout, status]).toEqual(['', 0]);
    },
  );
});

describe.each(['22', '24', '26'])('on Node.js %s', (major) => {
  let node: string;
  beforeAll(async () => {
    node = await findNode(major);
  }, 180_000);

  test('the command starts', () => {
    expect(closecall(['--version'], node)).toEqual({
      code: 0,
      out: `closecall ${MANIFEST.version}\n`,
      err: '',
    });
  });

  test('a run finds the bug of a small client, saves it, and a replay shows it', () => {
    const out = `reports-${major}`;
    const { code, out: json, err } = closecall(['run', 'my-client', '--out', out], node);
    expect(err).toContain(`on Node ${major}.`);
    expect(code).toBe(1);
    const { findings } = JSON.parse(json) as {
      findings: { oracle: string; repro: string; interleaving: { rows: unknown[] } }[];
    };
    const leak = findings.find(({ oracle }) => oracle === 'leaked-handle');
    expect(leak?.interleaving.rows.length).toBeGreaterThan(0);
    const replayed = closecall(['replay', leak!.repro], node);
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain('reproduced, bit for bit');
    closecall(['run', 'my-client', '--out', out, '--cases', '30', '--reporter', 'html'], node);
    expect(readFileSync(join(project, out, 'report.html'), 'utf8')).toContain('my-client');
    expect(closecall(['replay', leak!.repro, '--loopback', '2'], node).out).toContain('2 of 2');
  });
});

describe('what else the command does', () => {
  test('works as well: the lab, and ejecting', () => {
    const lab = closecall([
      'lab',
      'run',
      '--client',
      'fetch',
      '--time-budget',
      '2s',
      '--reporter',
      'json',
      '--out',
      'lab',
    ]);
    expect((JSON.parse(lab.out) as { cases: number }).cases).toBeGreaterThan(0);
    expect(closecall(['run', 'thrower', '--out', 'thrown']).code).toBe(1);
    const [repro] = readdirSync(join(project, 'thrown')).filter((name) => name.includes('crash'));
    const { out, err } = closecall(['eject', join('thrown', repro!), '--tries', '2', '--out', 'ejected']);
    expect(err + out).toContain('2 of 2');
  });

  test('a client that is not installed is asked for', () => {
    const { code, err } = closecall(['lab', 'run', '--client', 'got']);
    expect(code).toBe(2);
    expect(err).toContain('It is not installed: npm install --save-dev got');
  });
});
