// Lists of releases: what npm is asked, what is kept for when it cannot be, and what is said when there is nothing to go by.
// npm is a stand-in with a registry of its own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listReleases } from './list-releases.ts';
import { makeFakeNpm, makeFolder, type FakeNpm } from './tests/fake-npm.ts';

let npm: FakeNpm;
let cache: string;
let root: string;

beforeEach(() => {
  npm = makeFakeNpm();
  cache = makeFolder();
  root = makeFolder();
  vi.stubEnv('PATH', npm.path);
  for (const version of ['2.0.0', '1.10.0', '1.9.0', '2.0.0-rc.1']) npm.publish('tiny', version, {});
});
afterEach(() => vi.unstubAllEnvs());

const VERSIONS = ['1.9.0', '1.10.0', '2.0.0-rc.1', '2.0.0'];

test('releases come in their order, with the day each came out', async () => {
  const { versions, published, stale } = await listReleases('tiny', root, cache);
  expect({ versions, stale }).toEqual({ versions: VERSIONS, stale: undefined });
  expect(published['1.9.0']).toBe('2026-01-02T03:04:05.678Z');
});

test('a package with a single release has a list of one', async () => {
  npm.publish('@scope/one', '3.0.0', {});
  expect((await listReleases('@scope/one', root, cache)).versions).toEqual(['3.0.0']);
});

test('without a network, or without npm, the last list serves, and says that it is old', async () => {
  const first = await listReleases('tiny', root, cache);
  npm.cutOff();
  expect(await listReleases('tiny', root, cache)).toEqual({ ...first, stale: 'npm failed (ENOTFOUND)' });
  vi.stubEnv('PATH', npm.pathWithout);
  expect((await listReleases('tiny', root, cache)).stale).toBe('npm could not be started');
});

test('a list that cannot be kept is still a list', async () => {
  writeFileSync(join(cache, 'releases'), '');
  expect((await listReleases('tiny', root, cache)).versions).toEqual(VERSIONS);
});

test('a package that does not exist, and a list that cannot be had, are told of', async () => {
  await expect(listReleases('tinny', root, cache)).rejects.toMatchObject({
    code: 'ERR_BISECT_PACKAGE',
    message: '--package tinny: npm knows no such package. Check the name with `npm view tinny`.',
  });
  npm.cutOff();
  await expect(listReleases('tiny', root, cache)).rejects.toMatchObject({
    code: 'ERR_BISECT_LIST',
    message:
      '--package tiny: its releases could not be listed: npm failed (ENOTFOUND). Try `npm view tiny versions`.',
  });
});

test('what npm prints instead of a list is not taken for one', async () => {
  const odd = makeFolder();
  writeFileSync(join(odd, 'npm'), '#!/bin/sh\necho "[]"\n', { mode: 0o755 });
  vi.stubEnv('PATH', odd);
  await expect(listReleases('tiny', root, cache)).rejects.toMatchObject({
    message: expect.stringContaining('npm printed no list of versions') as string,
  });
});
