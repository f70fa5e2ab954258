// The traces of npm clients over plain HTTP are the same under every version of Node.js: whichever runs this test, it
// expects what was written down. `node harness/tests/node-versions/main.ts BINARY...` tells which cases differ.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMPARED, digest, hashCases, READ_AS_24, readsNodeStreams } from './hash-scenarios.ts';

const expected = JSON.parse(
  readFileSync(new URL('./expected-digests.json', import.meta.url), 'utf8'),
) as Record<string, string>;

const major = Number(process.versions.node.split('.')[0]);
/** From Node 26 on streams are read otherwise (docs/node-versions.md): there, nothing else may differ. */
const isReadOtherwise = (pair: readonly [string, string]): boolean => major >= 26 && readsNodeStreams(pair);

it.each(COMPARED)('%s/%s has the traces that every other version of Node.js has', async (...pair) => {
  const hashes = await hashCases(pair, isReadOtherwise(pair) ? { env: READ_AS_24 } : {});
  expect(digest(hashes)).toBe(expected[pair.join('/')]);
});
