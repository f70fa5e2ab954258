// Work on other threads and files in a client's path: waited for, its completion an event that can be held back, and the
// trace the same whichever thread is done first.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import type { Trace } from '../model/trace.ts';
import { listNotes, runInWorld } from '../simulate/tests/in-world.ts';
import scenario from './real-work/scenario.ts';

const FILE = fileURLToPath(new URL('./real-work/scenario.ts', import.meta.url));
const natural = (variant: string): Case => naturalCase('real-work', variant);

async function traceOf(kase: Case): Promise<Trace> {
  return (await runInWorld(FILE, [kase]))[0]!.trace;
}

/** What a program notes in plain Node.js, outside of any world. */
async function noteOutside(variant: string): Promise<string[]> {
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(text);
  await scenario.actors['program']!({ subject: { variant, origin: '' }, note } as never);
  return notes;
}

test.each([
  'gzip by undici',
  "gzip by Node's own fetch",
  'gzip by a pipeline',
  'work of every kind',
  'messages of ports',
])(
  '%s: a hundred runs in each of two processes have one trace hash',
  async (variant) => {
    const cases = Array.from({ length: 100 }, () => natural(variant));
    const runs = (await Promise.all([runInWorld(FILE, cases), runInWorld(FILE, cases)])).flat();
    expect(new Set(runs.map(({ hash }) => hash)).size).toBe(1);
    expect(runs.every(({ isClean, trace }) => isClean && trace.pending.length === 0)).toBe(true);
    expect(runs[0]!.trace.events).toContainEqual(
      expect.objectContaining({ kind: 'settled', call: 'program', ok: true }),
    );
  },
  // 200 runs of real work take their time on a busy machine.
  180_000,
);

test('work comes back in the order in which it was asked for, the slow before the fast', async () => {
  const { events } = await traceOf(natural('work of every kind'));
  const steps = events.flatMap((event) => (event.kind === 'step' ? [`${event.event} ${event.what}`] : []));
  expect(steps.slice(1, 9)).toEqual([
    'work0#0 pbkdf2',
    'work1#0 hash',
    'work2#0 scrypt',
    expect.stringMatching(/^work3#0 (derivebits|hkdf)$/),
    'work4#0 keypairgen',
    'work5#0 randomBytes',
    'work6#0 compression done',
    'work7#0 fs.open',
  ]);
});

test('messages of a port are a choice, and keep their order', async () => {
  const held = async (...schedule: Case['schedule']): Promise<string[]> =>
    listNotes(await traceOf({ ...natural('messages and an immediate'), schedule }));
  expect(await held()).toEqual(['0 immediate', '0 message 1', '0 message 2', '0 message a']);
  expect(await held({ hold: 'port0#0', for: 1 })).toEqual([
    '0 immediate',
    '0 message a',
    '0 message 1',
    '0 message 2',
  ]);
  expect((await held({ hold: 'immediate#0', for: 1 })).slice(0, 2)).toEqual(['0 message 1', '0 immediate']);
});

test('a port that nobody closes holds nothing up', async () => {
  const trace = await traceOf(natural('a port that nobody closes'));
  expect(listNotes(trace)).toEqual(['0 message']);
  expect(trace).toMatchObject({ end: 'completed', escapes: [] });
});

test('a completion is a choice: a schedule can hold it back like any other event', async () => {
  const held = async (...schedule: Case['schedule']): Promise<string[]> =>
    listNotes(await traceOf({ ...natural('a hash and a timer'), schedule }));
  expect(await held()).toEqual(['0 hash', '0 other hash', '1 timer']);
  expect(await held({ hold: 'work0#0', for: 1 })).toEqual(['0 other hash', '0 hash', '1 timer']);
});

test.each([
  'signatures and keys',
  'every compression',
  'broken compression',
  'async context',
  'files',
  'messages of ports',
])('%s: a program notes in the world what it notes outside', async (variant) => {
  const trace = await traceOf(natural(variant));
  expect(listNotes(trace).map((note) => note.replace(/^\d+ /, ''))).toEqual(await noteOutside(variant));
  expect(trace.pending).toEqual([]);
});

test('files are told with where they were asked for, once each', async () => {
  const { escapes } = await traceOf(natural('files'));
  expect(escapes).toEqual([
    {
      kind: 'file',
      what: 'open harness/tests/real-work/scenario.ts',
      origin: expect.arrayContaining([
        expect.stringContaining('harness/tests/real-work/scenario.ts'),
      ]) as unknown,
    },
    expect.objectContaining({ what: 'stat harness/tests/real-work/scenario.ts' }),
    expect.objectContaining({ what: 'open no/such/file' }),
  ]);
});
