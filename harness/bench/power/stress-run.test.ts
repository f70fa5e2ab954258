// One run of a stress loop, without a server: what becomes of an actor that ends, and of one that does not.
import { expect, it } from 'vitest';
import { defineScenario } from '../../simulate/scenario.ts';
import { STRESS_RUNS_AT_ONCE } from './limits.ts';
import { RunWatch } from './run-watch.ts';
import { shortenPauses } from './shorten-pauses.ts';
import { runAtOnce, runStress } from './stress-run.ts';

const BOUNDS = { actionsMax: 1, latestMs: 1, turnsMax: 0 };

async function run(actor: () => unknown, isProbed: boolean, limitMs: number): Promise<string[]> {
  const scenario = defineScenario({
    name: 'x',
    actors: { reader: actor },
    cancellable: false,
    probe: () => 'probed',
    dispose: () => {},
  });
  const watch = new RunWatch();
  const bounds = { ...BOUNDS, limitMs, isProbed };
  await runStress(scenario, 'default', 'http://gateway', () => 0, bounds, watch);
  return watch.facts([], 0).calls.map(({ name, outcome }) => `${name} ${outcome}`);
}

it('makes one more call when the actors are done, where it is asked to, and ends the client', async () => {
  expect(await run(() => 'done', true, 600_000)).toEqual([
    'reader resolved',
    'probe resolved',
    'the end resolved',
  ]);
  expect(await run(() => 'done', false, 600_000)).toEqual(['reader resolved', 'the end resolved']);
});

it('leaves an actor behind that does not end', async () => {
  expect(await run(() => new Promise(() => {}), true, 1)).toEqual(['reader pending', 'the end resolved']);
});

it('its limit is real time, also where pauses of the client are shortened', async () => {
  const { setTimeout: startTimer } = globalThis;
  shortenPauses(1, 1_000_000_000);
  const actor = (): Promise<void> => new Promise((resolve) => void startTimer(resolve, 20));
  const outcomes = await run(actor, false, 600_000).finally(() => {
    globalThis.setTimeout = startTimer;
  });
  expect(outcomes).toEqual(['reader resolved', 'the end resolved']);
});

it('as many runs are under way as there may be, and none begins when it is enough', async () => {
  let [underWay, most, begun, ended] = [0, 0, 0, 0];
  await runAtOnce(
    () => begun >= 10,
    async () => {
      begun++;
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
      ended++;
    },
  );
  expect({ most, begun, ended }).toEqual({ most: STRESS_RUNS_AT_ONCE, begun: 10, ended: 10 });
});
