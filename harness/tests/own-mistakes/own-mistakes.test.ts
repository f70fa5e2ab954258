// A mistake of closecall itself is told as one, and ends the run; a mistake of the client stays a crash of the client.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exploreForTest } from '../explore-for-test.ts';

const FILE = join(import.meta.dirname, 'scenario.ts');

test.each([
  ['ours in an event', /read is not a function/],
  ['ours below Node', /writeFromClient is not a function/],
  ['ours as a failed call', /writeFromClient is not a function/],
])('%s is a bug in closecall, with its stack, and no finding', async (variant, what) => {
  const { groups, problems } = await exploreForTest(FILE, variant, 3);
  expect(groups).toEqual([]);
  expect(problems).toMatchObject([{ kind: 'bug', what: expect.stringMatching(what) }]);
  expect(problems[0]!.what).toContain('harness/simulate/');
});

test.each([
  ['theirs in a timer', 'TypeError'],
  ['theirs by a timer without a function', 'ERR_INVALID_ARG_TYPE'],
  ['theirs by a built-in as a callback', 'TypeError'],
  ['theirs by a lookup without a callback', 'ERR_INVALID_ARG_TYPE'],
  ['theirs by an abort of Node', 'ABORT_ERR'],
  ['theirs by a stream of Node', 'ERR_INVALID_ARG_TYPE'],
  ['theirs by a connection that breaks', 'ECONNRESET'],
])('%s is a crash of the client: %s', async (variant, code) => {
  const { groups, problems } = await exploreForTest(FILE, variant, 20);
  expect(problems).toEqual([]);
  expect(groups.map(({ found }) => `${found.oracle} ${found.code}`)).toContain(`crash ${code}`);
});
