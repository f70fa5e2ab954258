// Packages under test: what npm is asked for and when, what is kept, and what is said when it cannot be had. npm is a
// stand-in with a registry of its own; nothing here reaches a network.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parsePackageSpecs } from '../model/package-spec.ts';
import { makeFakeNpm, makeFolder, type FakeNpm } from './tests/fake-npm.ts';
import { preparePackages } from './package-cache.ts';

let npm: FakeNpm;
let cache: string;
let root: string;

beforeEach(() => {
  npm = makeFakeNpm();
  cache = makeFolder();
  root = makeFolder();
  vi.stubEnv('PATH', npm.path);
  npm.publish('tiny', '1.0.0', { 'index.js': 'exports.version = 1;' });
  npm.publish('tiny', '2.0.0', { 'index.js': 'exports.version = 2;' });
  npm.publish('@scope/tiny', '3.0.0', { 'index.js': 'exports.version = 3;' });
});
afterEach(() => vi.unstubAllEnvs());

const prepare = async (...specs: string[]): ReturnType<typeof preparePackages> =>
  preparePackages(parsePackageSpecs(specs), { root, cache, onInstall: () => {} });
const listCache = (): string[] => readdirSync(join(cache, 'packages')).toSorted();
/** What a refusal says, the cache's folder taken out. */
const refusal = async (spec: string): Promise<string> => {
  const error = await prepare(spec).then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason as Error & { code?: string },
  );
  return `${(error as { code?: string }).code}: ${error.message}`.replaceAll(cache, 'CACHE');
};

describe('a package under test', () => {
  test('is installed once, and then needs no npm', async () => {
    const first = await prepare('tiny@1.0.0');
    vi.stubEnv('PATH', npm.pathWithout);
    expect(await prepare('tiny@1.0.0')).toEqual(first);
    expect(first).toEqual([
      { name: 'tiny', version: '1.0.0', folder: join(cache, 'packages', 'tiny@1.0.0') },
    ]);
    expect(npm.asked()).toEqual(['tiny@1.0.0']);
    expect(listCache()).toEqual(['tiny@1.0.0']);
  });

  test('has a folder for each version, and names with a scope have one too', async () => {
    const found = await prepare('tiny@2.0.0', '@scope/tiny@3.0.0');
    await prepare('tiny@1.0.0');
    expect(found.map(({ name, version }) => [name, version])).toEqual([
      ['tiny', '2.0.0'],
      ['@scope/tiny', '3.0.0'],
    ]);
    expect(listCache()).toEqual(['@scope+tiny@3.0.0', 'tiny@1.0.0', 'tiny@2.0.0']);
  });

  test.each([
    ['tiny@1', '1.0.0'],
    ['tiny@latest', '2.0.0'],
  ])('asked for as %s is what npm says: %s', async (spec, version) => {
    await prepare('tiny@1.0.0', '@scope/tiny@3.0.0');
    expect(await prepare(spec)).toMatchObject([{ name: 'tiny', version }]);
    expect(npm.asked().at(-1)).toBe(spec);
    // What was installed to find out is kept under its version, or not at all.
    expect(listCache().filter((name) => name.startsWith('.') || name.includes('latest'))).toEqual([]);
  });

  test('is installed by several processes at once without any seeing half of it', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => prepare('tiny@1.0.0')));
    expect(new Set(all.map((found) => JSON.stringify(found))).size).toBe(1);
    expect(listCache()).toEqual(['tiny@1.0.0']);
  });

  test('comes from the registry that the project names, whose settings are not kept', async () => {
    writeFileSync(join(root, '.npmrc'), 'color=false\n');
    const [found] = await prepare('tiny@1.0.0');
    expect(npm.asked()).toEqual(['tiny@1.0.0 color=false']);
    expect(readdirSync(found!.folder)).not.toContain('.npmrc');
  });

  test('that has only entries below its name counts as one that loads', async () => {
    const manifest = { name: 'parts', version: '1.0.0', exports: { './part': './part.js' } };
    npm.publish('parts', '1.0.0', { 'package.json': JSON.stringify(manifest), 'part.js': '' });
    expect(await prepare('parts@1.0.0')).toMatchObject([{ name: 'parts' }]);
  });

  test('whose entry for its own name is a file that it does not ship counts as one that loads, too', async () => {
    const manifest = {
      name: 'parts',
      version: '1.0.0',
      exports: { '.': './gone.js', './part': './part.js' },
    };
    npm.publish('parts', '1.0.0', { 'package.json': JSON.stringify(manifest), 'part.js': '' });
    expect(await prepare('parts@1.0.0')).toMatchObject([{ version: '1.0.0' }]);
  });

  test('whose entry imports a file that it does not ship does not load', async () => {
    npm.publish('torn', '1.0.0', {
      'index.js': 'import "./gone.js";',
      'package.json': '{"name":"torn","version":"1.0.0","type":"module","main":"index.js"}',
    });
    expect(await refusal('torn@1.0.0')).toContain('ERR_WITH_LOAD');
  });
});

describe('a package that cannot be had', () => {
  test('because there is no such version', async () => {
    expect(await refusal('tiny@9.9.9')).toMatchInlineSnapshot(
      `"ERR_WITH_VERSION: --with tiny@9.9.9: tiny has no version "9.9.9". \`npm view tiny versions\` lists those it has."`,
    );
  });

  test('because there is no such package', async () => {
    expect(await refusal('tinny@1.0.0')).toMatchInlineSnapshot(
      `"ERR_WITH_PACKAGE: --with tinny@1.0.0: npm knows no package "tinny", or lacks one that it needs. Check the name with \`npm view tinny\`."`,
    );
  });

  test('because there is no network, though other versions are at hand', async () => {
    await prepare('tiny@2.0.0');
    npm.cutOff();
    expect(await refusal('tiny@1.0.0')).toMatchInlineSnapshot(
      `"ERR_WITH_OFFLINE: --with tiny@1.0.0: it is not in the cache, and npm could not reach its registry (ENOTFOUND). Go online once, or check npm's proxy settings. Without a network these work: tiny@2.0.0."`,
    );
    expect(await refusal('@scope/tiny@3.0.0')).toMatchInlineSnapshot(
      `"ERR_WITH_OFFLINE: --with @scope/tiny@3.0.0: it is not in the cache, and npm could not reach its registry (ENOTFOUND). Go online once, or check npm's proxy settings."`,
    );
    expect(await prepare('tiny@2.0.0')).toMatchObject([{ version: '2.0.0' }]);
  });

  test('because there is no npm', async () => {
    vi.stubEnv('PATH', npm.pathWithout);
    expect(await refusal('tiny@1.0.0')).toMatchInlineSnapshot(
      `"ERR_WITH_NO_NPM: --with tiny@1.0.0: needs npm to install it, and there is none in the PATH. Install npm, or add it to the PATH."`,
    );
  });

  test('because npm fails in a way that nobody thought of', async () => {
    const failing = makeFolder();
    writeFileSync(
      join(failing, 'npm'),
      '#!/bin/sh\necho "npm error code EWEIRD https://packages.example/"\nexit 3\n',
      {
        mode: 0o755,
      },
    );
    vi.stubEnv('PATH', failing);
    expect(await refusal('tiny@1.0.0')).toMatchInlineSnapshot(
      `"ERR_WITH_NPM: --with tiny@1.0.0: npm failed (EWEIRD). Try \`npm install tiny@1.0.0\` in an empty folder to see why."`,
    );
  });

  test('because the cache cannot be written', async () => {
    rmSync(cache, { recursive: true });
    writeFileSync(cache, '');
    expect(await refusal('tiny@1.0.0')).toMatchInlineSnapshot(
      `"ERR_WITH_CACHE: --with tiny@1.0.0: cannot be kept in the cache: ENOTDIR at CACHE/packages. Name a folder that can be written in CLOSECALL_CACHE."`,
    );
  });

  test('because it does not load on this Node, which is found out by loading it', async () => {
    const manifest = { name: 'odd', version: '1.0.0', main: 'index.js', engines: { node: '>=99' } };
    const files = {
      'package.json': JSON.stringify(manifest),
      'index.js': 'throw new TypeError("no such API\\nmore");',
    };
    npm.publish('odd', '1.0.0', files);
    const shown = (await refusal('odd@1.0.0')).replaceAll(process.versions.node, 'CURRENT');
    expect(shown).toMatchInlineSnapshot(
      `"ERR_WITH_LOAD: --with odd@1.0.0: odd 1.0.0 is installed, but does not load on Node CURRENT: TypeError: no such API. It asks for Node >=99. Choose another version of it, or of Node."`,
    );
    // It is asked again every time: another Node may load it.
    expect(await refusal('odd@1.0.0')).toContain('ERR_WITH_LOAD');
  });

  test('because loading it ends the process', async () => {
    npm.publish('rude', '1.0.0', { 'index.js': 'process.exit(7);' });
    expect((await refusal('rude@1.0.0')).replaceAll(process.versions.node, 'CURRENT')).toMatchInlineSnapshot(
      `"ERR_WITH_LOAD: --with rude@1.0.0: rude 1.0.0 is installed, but does not load on Node CURRENT: the process ended with code 7. Choose another version of it, or of Node."`,
    );
  });

  test('leaves nothing behind', async () => {
    mkdirSync(join(cache, 'packages'), { recursive: true });
    await refusal('tiny@9.9.9');
    expect(listCache()).toEqual([]);
  });
});
