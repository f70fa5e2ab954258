// A run that is watched is the run that it would have been, and what is counted of it is all there is: an action that comes later than
// the last turn in which anything ran is the same action.
import { expect, test } from 'vitest';
import { askWorld } from '../simulate/tests/ask-world.ts';
import { scenarioFile } from './explore-for-test.ts';
import type { WatchedRuns } from '../simulate/tests/watch-in-world.ts';

const watch = (...job: [file: string, variant: string, action: string]): Promise<WatchedRuns> =>
  askWorld(new URL('../simulate/tests/watch-in-world.ts', import.meta.url), job);

test.each([
  ['btw/left-midway', 'per-call', 'cancel reader'],
  ['event-stream/rotation', 'guarded', 'app stops it'],
  ['plain-undici/agents', 'shared-agent', 'cancel left'],
  ['tls/streams', 'built-in-fetch', 'cancel left'],
])('%s/%s runs as if nobody watched, and has no turn that was not counted', async (name, variant, action) => {
  const { hashes, steps, late, compared } = await watch(scenarioFile(name), variant, action);
  expect(new Set(hashes).size).toBe(1);
  expect(compared).toBe(steps.length * 3);
  expect(late).toEqual([]);
  expect(steps.every(({ event, ready }) => ready.includes(event))).toBe(true);
  // In some steps something runs for several turns, in others nothing does.
  expect(steps.some(({ turns }) => turns > 2)).toBe(true);
  expect(steps.some(({ turns }) => turns === 0)).toBe(true);
});
