// Source files → who imports whom, held against the table of rooms. The table is the architecture: a room may import
// itself and what its row names, and nothing else of ours; packages must be declared in package.json.

import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles } from './list-files.ts';
import { findSpecifiers } from './find-specifiers.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Each room, and the rooms it may import besides itself. A room is a folder, or a single file that is an entry. */
const ROOMS: Readonly<Record<string, readonly string[] | 'anything'>> = {
  src: [],
  scenarios: ['src', 'harness/index.ts'],
  'harness/model': [],
  'harness/gateway': ['harness/model'],
  'harness/simulate': ['harness/model', 'harness/gateway'],
  'harness/generate': ['harness/model'],
  'harness/judge': ['harness/model'],
  'harness/shrink': ['harness/model'],
  'harness/eject': ['harness/model'],
  'harness/explain': ['harness/model'],
  'harness/campaign': [
    'harness/model',
    'harness/gateway',
    'harness/simulate',
    'harness/generate',
    'harness/judge',
    'harness/shrink',
    'harness/eject',
    'harness/explain',
  ],
  'harness/report': ['harness/model'],
  'harness/cli': ['harness/campaign', 'harness/report', 'harness/model'],
  'harness/vitest': [
    'harness/campaign',
    'harness/cli',
    'harness/report',
    'harness/simulate',
    'harness/model',
  ],
  'harness/index.ts': [
    'harness/model',
    'harness/gateway',
    'harness/simulate',
    'harness/generate',
    'harness/judge',
    'harness/shrink',
  ],
  'harness/bench': 'anything',
  'harness/tests': 'anything',
};

/** These are not published, so they may also use devDependencies. */
const isUnpublished = (path: string): boolean =>
  /\.test\.ts$|^(?:scenarios|src\/tests|harness\/(?:bench|tests))\//.test(path);

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

type Sources = ReadonlyMap<string, string>;

const roomOf = (path: string): string | undefined =>
  Object.keys(ROOMS).find((room) => path === room || path.startsWith(`${room}/`));

function findOffences(sources: Sources, manifest: Manifest): string[] {
  return [...sources].flatMap(([path, source]) => {
    const room = roomOf(path);
    if (room === undefined) return [`${path} is in no room of the table`];
    return findSpecifiers(source).flatMap((specifier) => {
      const problem = specifier.startsWith('.')
        ? judgeRelative(path, room, specifier)
        : judgePackage(path, specifier, manifest);
      return problem === undefined ? [] : [`${path} imports ${specifier}: ${problem}`];
    });
  });
}

function judgeRelative(path: string, room: string, specifier: string): string | undefined {
  const allowed = ROOMS[room] ?? [];
  const target = roomOf(posix.join(posix.dirname(path), specifier));
  if (allowed === 'anything' || target === room) return undefined;
  if (target === undefined) return 'that is in no room of the table';
  if (allowed.includes(target)) return undefined;
  return `${room} may import ${allowed.length === 0 ? 'nothing else of ours' : `only ${allowed.join(', ')}`}`;
}

function judgePackage(path: string, specifier: string, manifest: Manifest): string | undefined {
  if (specifier.startsWith('node:')) return isBuiltin(specifier) ? undefined : 'Node has no such module';
  if (isBuiltin(specifier) && !isDeclared(specifier, manifest, true)) return `write node:${specifier}`;
  if (isDeclared(specifier, manifest, isUnpublished(path))) return undefined;
  return 'that package is not declared in package.json, or only for development';
}

function isDeclared(specifier: string, manifest: Manifest, forDevelopment: boolean): boolean {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  return name in declared || (forDevelopment && name in (manifest.devDependencies ?? {}));
}

/** Rooms that are there but hold no source: the listing is broken, and a test that sees nothing forbids nothing. */
const findEmptyRooms = (paths: readonly string[], exists: (room: string) => boolean): string[] =>
  Object.keys(ROOMS).filter((room) => exists(room) && !paths.some((path) => roomOf(path) === room));

describe('the project', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const paths = listFiles(ROOT).filter((path) => /^(src|harness|scenarios)\/.*\.ts$/.test(path));
  const sources = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));

  test('has source files, in every room that exists', () => {
    expect(sources.size).toBeGreaterThan(0);
    expect(findEmptyRooms(paths, (room) => existsSync(join(ROOT, room)))).toEqual([]);
  });

  test('imports only what the table of rooms allows', () => {
    expect([...sources.values()].flatMap(findSpecifiers)).not.toEqual([]);
    expect(findOffences(sources, manifest)).toEqual([]);
  });
});

describe('the layer rules', () => {
  const manifest = { dependencies: { undici: '1', '@a/b': '1' }, devDependencies: { vitest: '1' } };
  const offencesOf = (path: string, source: string): string[] =>
    findOffences(new Map([[path, source]]), manifest);

  test.each([
    ['src/session.ts', `import { x } from '../harness/model/x.ts';`],
    ['src/session.test.ts', `import { x } from '../harness/index.ts';`],
    ['scenarios/hazards/scenario.ts', `import type { Case } from '../../harness/model/case.ts';`],
    ['harness/model/case.ts', `export * from '../gateway/route.ts';`],
    ['harness/gateway/route.ts', `import '../simulate/world.ts';`],
    ['harness/simulate/world.ts', `const x = await import('../judge/crash.ts');`],
    ['harness/generate/pct.ts', `type X = import("../simulate/world.ts").World;`],
    ['harness/judge/crash.ts', `import {\n  a,\n  b,\n} from '../shrink/shrink.ts';`],
    ['harness/shrink/shrink.ts', `export { a } from '../campaign/run.ts';`],
    ['harness/campaign/run.ts', `import { a } from '../report/html.ts';`],
    ['harness/campaign/run.ts', `import { a } from '../index.ts';`],
    ['harness/campaign/run.ts', `import { a } from '../../scenarios/hazards/scenario.ts';`],
    ['harness/report/html.ts', `const page = new URL('../campaign/page.html', import.meta.url);`],
    ['harness/cli/main.ts', `import { a } from '../simulate/world.ts';`],
    ['harness/index.ts', `export { a } from './campaign/run.ts';`],
    ['harness/model/case.ts', `import pkg from '../../package.json' with { type: 'json' };`],
    ['harness/elsewhere/x.ts', ``],
    ['src/session.ts', `import fs from 'fs';`],
    ['src/session.ts', `import fs from 'node:no-such-module';`],
    ['src/session.ts', `import x from 'left-pad';`],
    ['src/session.ts', `import x from '@a/c/deep';`],
    ['src/session.ts', `import { test } from 'vitest';`],
  ])('refuse in %s: %s', (path, source) => {
    expect(offencesOf(path, source)).toHaveLength(1);
  });

  test.each([
    ['src/session.ts', `import { x } from './bytes.ts';\nimport { Agent } from 'undici';`],
    ['src/session.ts', `import x from '@a/b/deep';\nimport fs from 'node:fs/promises';`],
    ['src/session.test.ts', `import { test } from 'vitest';`],
    [
      'scenarios/hazards/scenario.ts',
      `import { a } from '../../src/a.ts'; import { b } from '../../harness/index.ts';`,
    ],
    ['harness/simulate/world.ts', `import { a } from '../gateway/a.ts'; import { b } from '../model/b.ts';`],
    ['harness/cli/main.ts', `import { a } from '../campaign/run.ts'; import { b } from '../report/b.ts';`],
    ['harness/tests/parity.test.ts', `import { a } from '../../src/a.ts'; import { b } from '../cli/b.ts';`],
    [
      'src/prose.ts',
      `// import x from '../harness/x.ts'\n/* from 'y' */ const s = "from '../harness/z.ts'";`,
    ],
    ['src/prose.ts', "const quote = /[`\"']/; const page = `import x from '../harness/x.ts'`;"],
  ])('allow in %s: %s', (path, source) => {
    expect(offencesOf(path, source)).toEqual([]);
  });

  test('notice a room without files', () => {
    expect(findEmptyRooms(['src/a.ts'], (room) => room === 'src')).toEqual([]);
    expect(findEmptyRooms(['src/a.ts'], (room) => room === 'src' || room === 'harness/judge')).toEqual([
      'harness/judge',
    ]);
    expect(findEmptyRooms([], () => true)).toEqual(Object.keys(ROOMS));
  });
});
