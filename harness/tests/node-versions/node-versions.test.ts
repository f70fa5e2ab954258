// The traces of npm clients over plain HTTP are the same under every version of Node.js: whichever runs this test, it
// expects what was written down. `node harness/tests/node-versions/main.ts BINARY...` tells which cases differ.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMPARED, digest, hashCases, isUndiciAlone } from './hash-scenarios.ts';

const expected = JSON.parse(
  readFileSync(new URL('./expected-digests.json', import.meta.url), 'utf8'),
) as Record<string, string>;

const major = Number(process.versions.node.split('.')[0]);

it.each(COMPARED.filter((pair) => major < 26 || !isUndiciAlone(pair)))(
  '%s/%s has the traces that every other version of Node.js has',
  async (...pair) => {
    expect(digest(await hashCases(pair))).toBe(expected[pair.join('/')]);
  },
);
