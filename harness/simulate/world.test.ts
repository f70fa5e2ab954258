// What reaches the process ends a run, wherever it is thrown; and a run that does not end is ended.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import { CASE_STEP_LIMIT, CASE_VIRTUAL_LIMIT_MS } from '../model/limits.ts';
import { listNotes, runInWorld, type WorldRun } from './tests/in-world.ts';

const FILE = fileURLToPath(new URL('./tests/programs/scenario.ts', import.meta.url));
const NAMES = [
  'thrown by a tick',
  'thrown by a microtask',
  'thrown by a timer',
  'thrown by an immediate',
  'thrown by a listener of a socket',
  'an error event without listener',
  'a rejection that nobody handles',
  'a rejection that is handled in time',
  'two errors in one step',
  'thrown by its caller, who is the harness',
  'nothing left to happen',
  'a timer every millisecond, for ever',
  'a timer every minute, for ever',
  'leaked-timers',
  'thrown by a timer',
] as const;
type Name = (typeof NAMES)[number];

let runs: WorldRun[];
const runOf = (name: Name): WorldRun => runs[NAMES.indexOf(name)]!;
const uncaughtOf = (name: Name): string[] =>
  runOf(name).trace.events.flatMap((event) =>
    event.kind === 'uncaught'
      ? [`${event.origin} ${event.error.name} ${event.error.message} at ${event.ms}`]
      : [],
  );

beforeAll(async () => {
  runs = await runInWorld(
    FILE,
    NAMES.map((name) => naturalCase('programs', name)),
  );
});

describe('an error that nobody catches', () => {
  test.each<[Name, string]>([
    ['thrown by a tick', 'exception RangeError tick at 0'],
    ['thrown by a microtask', 'exception RangeError microtask at 0'],
    ['thrown by a timer', 'exception RangeError timer at 5'],
    ['thrown by an immediate', 'exception RangeError immediate at 0'],
    ['thrown by a listener of a socket', 'exception RangeError listener at 0'],
    ['an error event without listener', 'exception RangeError event at 0'],
    ['a rejection that nobody handles', 'rejection RangeError rejection at 0'],
  ])('ends the run: %s', (name, uncaught) => {
    const { trace } = runOf(name);
    expect(uncaughtOf(name)).toEqual([uncaught]);
    expect(trace).toMatchObject({ end: 'crashed', open: [], pending: [] });
    expect(trace.events.filter((event) => event.kind === 'phase')).toHaveLength(1);
  });

  test('counts once: what follows it would not happen in a real process', () => {
    expect(uncaughtOf('two errors in one step')).toEqual(['exception RangeError first at 0']);
    expect(listNotes(runOf('two errors in one step').trace)).toEqual(['0 still runs']);
  });

  test('is none when it is handled in the same step, or is the failure of a call', () => {
    expect(uncaughtOf('a rejection that is handled in time')).toEqual([]);
    expect(uncaughtOf('thrown by its caller, who is the harness')).toEqual([]);
    expect(runOf('a rejection that is handled in time').trace.end).toBe('completed');
  });

  test('leaves the process fit for the next case, which is not changed by it', () => {
    expect(NAMES.filter((name) => !runOf(name).isClean)).toEqual([
      'a timer every millisecond, for ever',
      'a timer every minute, for ever',
      'leaked-timers',
    ]);
    expect(runs.at(-1)!.hash).toBe(runOf('thrown by a timer').hash);
  });
});

describe('a run that does not end', () => {
  test('is ended at the limit of steps', () => {
    expect(runOf('a timer every millisecond, for ever').trace).toMatchObject({
      end: 'step-limit',
      steps: CASE_STEP_LIMIT,
      pending: [],
      open: [],
    });
  });

  test('is ended at the limit of virtual time', () => {
    const { trace } = runOf('a timer every minute, for ever');
    expect(trace).toMatchObject({
      end: 'time-limit',
      virtualMs: CASE_VIRTUAL_LIMIT_MS,
      pending: [],
      open: [],
    });
  });

  test('is no such run when nothing is left to happen: then its calls are pending', () => {
    expect(runOf('nothing left to happen').trace).toMatchObject({
      end: 'completed',
      pending: [{ call: 'program', phase: 'scenario' }],
    });
  });
});

test('timers that keep the process alive are open at the end, with callbacks as with promises; others are not', () => {
  expect(runOf('leaked-timers').trace.open.map(({ what }) => what)).toEqual([
    'timer of 60000 ms',
    'timer of 50000 ms',
    'timer of 40000 ms',
  ]);
});
