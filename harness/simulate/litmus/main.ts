// Runs every litmus program on one transport and prints what they observed: one JSON object, from program to observation.
import { parseArgs } from 'node:util';
import type { Observation, Program } from './program.ts';
import { programs } from './programs.ts';

const { values } = parseArgs({ options: { transport: { type: 'string' }, only: { type: 'string' } } });

const run = await loadTransport(values.transport);
const seen: Record<string, Observation> = {};
for (const program of programs) {
  if (values.only !== undefined && !program.name.includes(values.only)) continue;
  // One at a time: on loopback they would share polls of the event loop.
  seen[program.name] = await run(program);
}
// A program may leave a socket open, which would keep the process alive.
process.stdout.write(`${JSON.stringify(seen, undefined, 1)}\n`, () => process.exit(0));

/** Loads one transport and nothing of the other: importing the world makes this process virtual for good. */
async function loadTransport(
  transport: string | undefined,
): Promise<(program: Program) => Promise<Observation>> {
  if (transport === 'simulated') return (await import('./run-simulated.ts')).runSimulated;
  if (transport === 'loopback') return (await import('./run-loopback.ts')).runLoopback;
  throw new Error(`--transport is ${transport ?? 'missing'}: expected simulated or loopback`);
}
