// A project's folder → what can be found out about it without asking: its kind of modules, its client libraries, its test runner, its
// CI. Nothing of the project is run.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClosecallError } from '../../model/closecall-error.ts';

/** Client libraries that are looked for, with the names that a source calls them by. */
export const LIBRARIES = {
  undici: ['request', 'stream', 'pipeline', 'fetch', 'Client', 'Pool', 'Agent'],
  axios: ['axios'],
  got: ['got'],
  ky: ['ky'],
  'node-fetch': ['fetch'],
  eventsource: ['EventSource'],
  openai: ['OpenAI'],
  '@anthropic-ai/sdk': ['Anthropic'],
  '@modelcontextprotocol/sdk': ['Client'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Test runners that are looked for. */
const RUNNERS = ['vitest', 'jest', 'mocha', 'ava', 'tap'] as const;

/** A CI, by the file or folder that it has. */
const CIS = {
  github: '.github/workflows',
  gitlab: '.gitlab-ci.yml',
  circleci: '.circleci/config.yml',
} as const;

/** What was found. `libraries` are client libraries among the dependencies; Node's own fetch needs none. */
export type ProjectSurvey = {
  manifest: string;
  indent: string;
  scripts: Readonly<Record<string, string>>;
  isModule: boolean;
  isTypeScript: boolean;
  libraries: string[];
  runner: (typeof RUNNERS)[number] | undefined;
  cis: (keyof typeof CIS)[];
  hasTsx: boolean;
  hasConfig: boolean;
};

/** Looks; `client` is the file of the client. Throws a ClosecallError where there is no package.json, or none that can be read. */
export function surveyProject(root: string, client = ''): ProjectSurvey {
  const path = join(root, 'package.json');
  if (!existsSync(path))
    throw new ClosecallError(
      'ERR_NO_PROJECT',
      `there is no package.json in ${root}: run init in the folder of a project, or make one with npm init -y.`,
    );
  const manifest = readFileSync(path, 'utf8');
  const {
    type,
    scripts = {},
    dependencies = {},
    devDependencies = {},
    peerDependencies = {},
    closecall,
  } = readManifest(manifest);
  const names = new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }));
  const configs = readdirSync(root).filter((name) => /^closecall\.config\.m?[jt]s$/.test(name));
  return {
    manifest,
    indent: /^([ \t]+)"/m.exec(manifest)?.[1] ?? '  ',
    scripts,
    isModule: type === 'module',
    isTypeScript:
      /\.[cm]?tsx?$/.test(client) || names.has('typescript') || existsSync(join(root, 'tsconfig.json')),
    libraries: Object.keys(LIBRARIES).filter((name) => names.has(name)),
    runner: RUNNERS.find((name) => names.has(name)),
    cis: (Object.keys(CIS) as (keyof typeof CIS)[]).filter((ci) => existsSync(join(root, CIS[ci]))),
    hasTsx: names.has('tsx'),
    hasConfig: configs.length > 0 || closecall !== undefined,
  };
}

type Manifest = {
  type?: string;
  closecall?: unknown;
} & Partial<
  Record<'scripts' | 'dependencies' | 'devDependencies' | 'peerDependencies', Record<string, string>>
>;

function readManifest(text: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest | null;
    if (typeof manifest === 'object' && manifest !== null) return manifest;
  } catch (error) {
    throw new ClosecallError(
      'ERR_NO_PROJECT',
      `package.json is not valid JSON: ${(error as Error).message}.`,
    );
  }
  throw new ClosecallError('ERR_NO_PROJECT', 'package.json holds no object.');
}
