// One run of a stress loop, without a server: what becomes of an actor that ends, and of one that does not.
import { expect, it } from 'vitest';
import { defineScenario } from '../../simulate/scenario.ts';
import { shortenPauses } from './shorten-pauses.ts';
import { runStress } from './stress-run.ts';

const BOUNDS = { actionsMax: 1, latestMs: 1, turnsMax: 0 };

async function run(actor: () => unknown, limitMs: number): Promise<boolean> {
  let hasEnded = false;
  const scenario = defineScenario({
    name: 'x',
    actors: { reader: async () => (await actor(), (hasEnded = true)) },
    cancellable: false,
  });
  await runStress(scenario, 'default', 'http://gateway', () => 0, { ...BOUNDS, limitMs });
  return hasEnded;
}

it('leaves an actor behind that does not end', async () => {
  expect(await run(() => new Promise(() => {}), 1)).toBe(false);
});

it('its limit is real time, also where pauses of the client are shortened', async () => {
  const { setTimeout: startTimer } = globalThis;
  shortenPauses(1, 1_000_000_000);
  const actor = (): Promise<void> => new Promise((resolve) => void startTimer(resolve, 20));
  const hasEnded = await run(actor, 600_000).finally(() => {
    globalThis.setTimeout = startTimer;
  });
  expect(hasEnded).toBe(true);
});
