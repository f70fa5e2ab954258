// The frames of what a client throws, in real runs: the world's own generators are below everything that runs in it, and are no part
// of them; those of the client are, also where they are called as ours.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import { runInWorld } from '../simulate/tests/in-world.ts';
import { makeFolder } from './explore-for-test.ts';

const SCENARIO = `
function fail() {
  throw new Error('at work');
}
function* pump() {
  yield fail();
}
const ways = {
  plain: () => fail(),
  generator: () => void pump().next(),
};
export default {
  name: 'thrower',
  variants: { plain: { params: 'plain' }, generator: { params: 'generator' } },
  gateway: 'text',
  subject: ({ params }) => ways[params],
  actors: { reader: async ({ subject }) => queueMicrotask(() => subject()) },
};
`;

test.each([
  ['plain', ['fail', 'plain', '']],
  ['generator', ['fail', 'pump', 'pump.next', 'generator', '']],
])('of a client that throws in a microtask (%s) are all of them its own', async (variant, names) => {
  const file = join(makeFolder(), 'thrower.scenario.mjs');
  writeFileSync(file, SCENARIO);
  const [run] = await runInWorld(file, [naturalCase('thrower', variant)]);
  const thrown = run!.trace.events.flatMap((event) => (event.kind === 'uncaught' ? [event.error] : []));
  expect(thrown.map(({ message }) => message)).toEqual(['at work']);
  // A function without a name has its place alone.
  expect(thrown[0]!.frames.map((frame) => /^(.*) \(/.exec(frame)?.[1] ?? '')).toEqual(names);
});
