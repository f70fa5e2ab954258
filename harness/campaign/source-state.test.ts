// What a strict replay depends on: every source that a scenario reaches, and the packages these name.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readSourceState } from './source-state.ts';

let root: string;
const write = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
};
const hash = (...names: string[]): string =>
  readSourceState((names.length === 0 ? ['scenarios/a/scenario.ts'] : names).map((name) => join(root, name)))
    .sourceHash;
const packages = (): Record<string, string> =>
  readSourceState([join(root, 'scenarios/a/scenario.ts')]).versions.packages;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  const folder = root;
  onTestFinished(() => rmSync(folder, { recursive: true }));
  write({
    'scenarios/a/scenario.ts': `import { client } from '../../src/client.ts';\nimport fs from 'node:fs';\n`,
    'src/client.ts': `export { deep } from './deep/deep.ts';\nimport { Agent } from 'web';\n`,
    'src/deep/deep.ts': `const late = await import("./late.ts");\nimport '@scope/tool/part';\nimport 'deep-only/part/of.js';\n`,
    'src/deep/late.ts': `import type { T } from '../client.ts';\n`,
    'src/unreached.ts': '',
    'node_modules/web/package.json': '{"name":"web","version":"1.2.3"}',
    'node_modules/web/index.js': '',
    'node_modules/deep-only/package.json': '{"name":"deep-only","version":"7.8.9"}',
    'node_modules/@scope/tool/package.json': '{"name":"@scope/tool","version":"4.5.6"}',
  });
});

describe('the hash of the sources', () => {
  test('is sixteen hex digits, and the same wherever the project lies', () => {
    const before = hash();
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    const elsewhere = join(mkdtempSync(join(tmpdir(), 'closecall-test-')), 'some', 'where');
    cpSync(root, elsewhere, { recursive: true });
    root = elsewhere;
    expect(hash()).toBe(before);
  });

  test.each(['scenarios/a/scenario.ts', 'src/client.ts', 'src/deep/deep.ts', 'src/deep/late.ts'])(
    'changes with %s, which is reached by import, export or import()',
    (name) => {
      const before = hash();
      const text = { 'src/deep/late.ts': `import type { T } from '../client.ts';\n` }[name] ?? '';
      write({ [name]: `${text}// changed` });
      expect(hash()).not.toBe(before);
    },
  );

  test('changes with what a CommonJS client requires, named in full or not', () => {
    write({
      'scenarios/a/scenario.ts': `import '../../src/old.cjs';`,
      'src/old.cjs': `const part = require('./part'); const folder = require("./folder"); require('./data');`,
      'src/part.js': '1',
      'src/folder/index.js': '1',
      'src/data.json': '1',
    });
    const hashes = new Set([hash()]);
    for (const name of ['src/part.js', 'src/folder/index.js', 'src/data.json']) {
      write({ [name]: '2' });
      hashes.add(hash());
    }
    expect(hashes.size).toBe(4);
  });

  test('changes when a file moves, also when nothing in it does', () => {
    write({
      'scenarios/a/scenario.ts': `import './x.ts'; import './y.ts';`,
      'scenarios/a/x.ts': '1',
      'scenarios/a/y.ts': '2',
    });
    const before = hash();
    write({ 'scenarios/a/x.ts': '2', 'scenarios/a/y.ts': '1' });
    expect(hash()).not.toBe(before);
  });

  test('does not change with files that are not reached, nor with those of packages', () => {
    const before = hash();
    write({ 'src/unreached.ts': 'changed', 'node_modules/web/index.js': 'changed' });
    expect(hash()).toBe(before);
  });

  test('covers all scenarios that it is asked for, in whatever order', () => {
    write({ 'scenarios/b/scenario.ts': '// b' });
    const [a, b] = ['scenarios/a/scenario.ts', 'scenarios/b/scenario.ts'] as const;
    expect(hash(a, b)).toBe(hash(b, a));
    expect(hash(a, b)).not.toBe(hash(a));
  });

  test('takes what only looks like an import for nothing', () => {
    const before = packages();
    write({
      'src/deep/late.ts':
        `// from './gone.ts' or import './gone.ts'\nconst a = "import 'nowhere'"; import '#own'; import '/abs';\n` +
        `import 'https://example.org/a.js'; import 'data:text/javascript,1'; import './../'; import '..';\n`,
    });
    expect(packages()).toEqual(before);
    expect(hash()).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the versions', () => {
  test('are those of the packages that the sources name, sorted, without what Node brings', () => {
    expect(packages()).toEqual({ '@scope/tool': '4.5.6', 'deep-only': '7.8.9', web: '1.2.3' });
    expect(Object.keys(packages())).toEqual(['@scope/tool', 'deep-only', 'web']);
  });

  test('follow the packages', () => {
    write({ 'node_modules/web/package.json': '{"name":"web","version":"1.2.4"}' });
    expect(packages()['web']).toBe('1.2.4');
    write({ 'node_modules/web/package.json': '{"name":"web"}' });
    expect(packages()['web']).toBe('unknown');
  });

  test('have Node and closecall in them', () => {
    const { node, closecall } = readSourceState([]).versions;
    expect(node).toBe(process.version);
    expect(closecall).toMatch(/^\d+\.\d+\.\d+/);
  });
});
