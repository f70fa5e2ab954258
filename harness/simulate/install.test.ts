// What a program in the world sees of time, names, sockets' timeouts and entropy.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import { listNotes, runInWorld } from './tests/in-world.ts';

const FILE = fileURLToPath(new URL('./tests/programs/scenario.ts', import.meta.url));
const PROGRAMS = [
  'refusals',
  'delays',
  'timers',
  'clocks',
  'timers-promises',
  'abort-timeout',
  'dns',
  'socket-timeout',
  'entropy',
  'dns records',
  'captured clocks',
  'garbage',
  'captured agent',
  "Node's own fetch",
  'captured connect',
];
const notes = new Map<string, string[]>();

beforeAll(async () => {
  const cases = [
    ...PROGRAMS.map((name) => naturalCase('programs', name)),
    // Late in a process: a case counts time from its own start, and draws from its own entropy.
    naturalCase('programs', 'clocks'),
    naturalCase('programs', 'entropy'),
    { ...naturalCase('programs', 'entropy'), entropy: 2 },
  ];
  const names = [...PROGRAMS, 'clocks later', 'entropy again', 'other entropy'];
  for (const [index, { trace }] of (await runInWorld(FILE, cases)).entries())
    notes.set(names[index]!, listNotes(trace));
});

test('what is not simulated is refused where it is asked for, not simulated wrongly', () => {
  const refused = [
    'pipe',
    'http2',
    'udp',
    'worker',
    'child',
    'child run to its end',
    'server',
    'file watcher',
    'broadcast',
    'broadcast of threads',
  ];
  expect(notes.get('refusals')).toEqual(refused.map((name) => `0 ${name} ERR_CLOSECALL_UNSUPPORTED`));
});

describe('timers', () => {
  test('wait as long as in Node: what is below one, too large or no number is one millisecond', () => {
    expect(notes.get('delays')).toEqual([
      ...['0', '-5', 'NaN', 'soon', 'undefined', '0.9', '1', '1.9', '2147483648'].map(
        (delay) => `1 ${delay}`,
      ),
      '2 2',
      '7 7',
    ]);
  });

  test('can be refreshed, cleared by object or number, given arguments, repeated, and let go', () => {
    expect(notes.get('timers')).toEqual([
      '0 has ref true false true',
      '1 arguments a,b',
      '15 refreshed',
      '20 tick 1',
      '40 tick 2',
      '60 tick 3',
    ]);
  });

  test('serve timers/promises and promisify by the same rules', () => {
    expect(notes.get('timers-promises')).toEqual([
      '5 slept value',
      '6 zero is one',
      '6 immediate value',
      '9 promisified value',
      '9 promisified immediate value',
      '11 waited',
      '11 yielded',
      '21 tick',
      '31 tick',
      '35 AbortError ABORT_ERR',
      '45 tock',
      '50 AbortError ABORT_ERR',
      '50 at once AbortError ABORT_ERR',
      '50 at once AbortError ABORT_ERR',
    ]);
  });

  test('serve AbortSignal.timeout', () => {
    expect(notes.get('abort-timeout')).toEqual([
      '0 aborted false',
      '50 TimeoutError The operation was aborted due to timeout',
    ]);
  });

  test('serve the timeouts of sockets: put off by activity, refused for what is no duration', () => {
    expect(notes.get('socket-timeout')).toEqual([
      '0 -1: RangeError ERR_OUT_OF_RANGE',
      '0 NaN: RangeError ERR_OUT_OF_RANGE',
      '0 Infinity: RangeError ERR_OUT_OF_RANGE',
      '0 5: TypeError ERR_INVALID_ARG_TYPE',
      '60 data',
      '60 data',
      '150 data',
      '250 timeout',
    ]);
  });
});

test('every clock starts with the case, wherever in a process it comes, and moves with its timers', () => {
  const expected = [
    '0 2026-04-13T20:19:00.000Z 0 0 0s0 0',
    '1250 2026-04-13T20:19:01.250Z 1250 1250 1s250000000 1250000000',
    '1250 difference 1,250000000',
  ];
  expect(notes.get('clocks')).toEqual(expected);
  expect(notes.get('clocks later')).toEqual(expected);
});

test('every name is the gateway, by callback and by promise', () => {
  expect(notes.get('dns')).toEqual([
    '0 null 10.0.0.1 4',
    '0 [{"address":"10.0.0.1","family":4}]',
    '0 {"address":"10.0.0.1","family":4}',
    '0 [{"address":"10.0.0.1","family":4}]',
  ]);
});

test('every name has the address of the gateway and no other record, whoever resolves it', () => {
  expect(notes.get('dns records')).toEqual([
    '0 10.0.0.1',
    '0 [{"address":"10.0.0.1","ttl":60}]',
    '0 Error ENODATA',
    '0 Error ENODATA',
    '0 Error ENOTFOUND',
  ]);
});

test('clocks that were captured at import stand at the virtual time', () => {
  expect(notes.get('captured clocks')).toEqual(['0 0 0 0 0', '1500 1500 1.5 1.5 1500']);
});

test('a collection shows nowhere: no finalizer runs, and weak references hold', () => {
  expect(notes.get('garbage')).toEqual(['0 still there true']);
});

test('what was captured at import leads into the world: agents, connect, the fetch of Node', () => {
  expect(notes.get('captured agent')).toEqual([
    '0 the global one true',
    '0 200 reused false',
    '90 200 reused true',
  ]);
  expect(notes.get('captured connect')).toEqual(['0 10.0.0.1', '0 10.0.0.1', '0 10.0.0.1']);
  expect(notes.get("Node's own fetch")).toEqual(['90 200 ab']);
});

describe('entropy', () => {
  test("is the case's own: the same whenever it runs, and another for another seed", () => {
    expect(notes.get('entropy again')).toEqual(notes.get('entropy'));
    const words = (name: string): string[] =>
      notes.get(name)!.map((note) => note.replace(/^\d+ [^0-9]*/, ''));
    const drawn = words('entropy').filter(
      (_, index) => !notes.get('entropy')![index]!.includes('from to later'),
    );
    for (const value of drawn) expect(words('other entropy')).not.toContain(value);
  });

  test('has the shapes that Node gives it', () => {
    const uuid = (version: number): string =>
      `[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`;
    const shapes = [
      'random 0\\.\\d+',
      'bytes [0-9a-f]{16}',
      `uuid ${uuid(4)}`,
      `web uuid ${uuid(4)}`,
      'values \\d+,\\d+,\\d+',
      'node values \\d+,\\d+,\\d+',
      'int \\d{1,6} 5',
      'filled 0000(?!000000)[0-9a-f]{6}00',
      'words 0,[1-9]\\d*,0',
      'memory (?!00000000)[0-9a-f]{8}',
      ...(notes.get('entropy')!.length > 15 ? [`uuid7 ${uuid(7)}`] : []),
      'bytes later [0-9a-f]{8}',
      'int later \\d{1,6}',
      'from to later 7',
      'filled later (?!00000000)[0-9a-f]{8}',
      'part later 00(?!0000)[0-9a-f]{4}00',
    ];
    expect(notes.get('entropy')).toEqual(
      shapes.map((shape) => expect.stringMatching(new RegExp(`^0 ${shape}$`)) as unknown),
    );
  });
});
