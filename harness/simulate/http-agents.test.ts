// node:http's agents: their sockets are used again within a case, ended with it, and never seen by the next.
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import { runInWorld, type WorldRun } from './tests/in-world.ts';

const FILE = fileURLToPath(new URL('./tests/agents/scenario.ts', import.meta.url));
const VARIANTS = ['captured', 'ended', 'kept', 'captured', 'ended', 'kept'];
let runs: WorldRun[];

beforeAll(async () => {
  runs = await runInWorld(
    FILE,
    VARIANTS.map((variant) => naturalCase('agents', variant)),
  );
});

test('a second request goes out on the socket of the first', () => {
  for (const { trace } of runs) {
    const connections = trace.events.flatMap((event) =>
      event.kind === 'wire' && event.event.what === 'request' ? [event.connection] : [],
    );
    expect(connections).toEqual([0, 0]);
  }
});

test("the process's own agent ends with the case, also when a module kept it; a module's agent is its own to end", () => {
  const open = runs.map(({ trace }) => trace.open.map(({ resource }) => resource));
  expect(open).toEqual([[], [], ['socket'], [], [], ['socket']]);
});

test('what an agent kept open in one case is gone in the next', () => {
  expect(runs.map(({ isClean }) => isClean)).toEqual(VARIANTS.map(() => true));
  const hashes = runs.map(({ hash }) => hash);
  expect(hashes.slice(3)).toEqual(hashes.slice(0, 3));
});
