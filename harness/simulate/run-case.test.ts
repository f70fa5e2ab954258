// The parts of a run, what is recorded of them, and where injected actions land.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { naturalCase, type Case, type Injection } from '../model/case.ts';
import type { Trace } from '../model/trace.ts';
import { listNotes, runInWorld } from './tests/in-world.ts';

const FILE = fileURLToPath(new URL('./tests/lifecycle/scenario.ts', import.meta.url));
const inVariant = (variant: string, change: Partial<Case> = {}): Case => ({
  ...naturalCase('lifecycle', variant),
  ...change,
});
const AT_HANDLER = { do: 'poke', at: 'timer#0' };
const CASES = {
  natural: inVariant('default'),
  late: inVariant('late'),
  'dispose fails': inVariant('dispose fails'),
  'dispose hangs': inVariant('dispose hangs'),
  'turn 0': inVariant('default', { actions: [{ ...AT_HANDLER, turns: 0 }] }),
  'turn 1': inVariant('default', { actions: [{ ...AT_HANDLER, turns: 1 }] }),
  'turn 2': inVariant('default', { actions: [{ ...AT_HANDLER, turns: 2 }] }),
  'turn 9': inVariant('default', { actions: [{ ...AT_HANDLER, turns: 9 }] }),
  quiescent: inVariant('default', { actions: [AT_HANDLER] }),
  'after 5 ms': inVariant('default', { actions: [{ ...AT_HANDLER, afterMs: 5 }] }),
  'after 0 ms': inVariant('default', { actions: [{ ...AT_HANDLER, afterMs: 0 }] }),
  never: inVariant('default', {
    actions: [
      { do: 'poke', at: 'timer#99' },
      { do: 'poke', at: 'c7<#0', turns: 0 },
    ],
  }),
  several: inVariant('default', { actions: [AT_HANDLER, { ...AT_HANDLER, turns: 0 }, AT_HANDLER] }),
  'during the end': inVariant('default', { actions: [{ do: 'poke', at: 'timer#1', afterMs: 1 }] }),
  kinds: inVariant('default', {
    actions: ['impossible', 'softly', 'cancel caller', 'cancel handler', 'unknown'].map(
      (name): Injection => ({ do: name, at: 'actor:handler#0' }),
    ),
  }),
  'caller first': inVariant('default', { schedule: [{ hold: 'actor:handler#0', for: 1 }] }),
  explode: inVariant('default', { actions: [{ do: 'explode', at: 'timer#0' }] }),
  'explode inside': inVariant('default', { actions: [{ do: 'explode', at: 'timer#0', turns: 2 }] }),
  'the natural one again': inVariant('default'),
} satisfies Record<string, Case>;
type Name = keyof typeof CASES;

const traces = new Map<string, Trace>();
const hashes = new Map<string, string>();
const traceOf = (name: Name): Trace => traces.get(name)!;
const notesOf = (name: Name): string[] => listNotes(traceOf(name));
/** What was noted from the handler on, before its actor went on. */
const fromHandler = (name: Name): string[] => {
  const notes = notesOf(name);
  return notes.slice(
    notes.indexOf('10 handler'),
    notes.findIndex((note) => note.endsWith('probe')),
  );
};
const actionsOf = (name: Name): object[] =>
  traceOf(name).events.flatMap((event) => (event.kind === 'action' ? [event] : []));
const settledOf = (name: Name): string[] =>
  traceOf(name).events.flatMap((event) =>
    event.kind === 'settled'
      ? [`${event.call} ${event.ok ? (event.value ?? 'ok') : event.error!.message}`]
      : [],
  );

beforeAll(async () => {
  const runs = await runInWorld(FILE, Object.values(CASES));
  for (const [index, name] of Object.keys(CASES).entries()) {
    traces.set(name, runs[index]!.trace);
    hashes.set(name, runs[index]!.hash);
  }
});

describe('a run', () => {
  test('has four parts, in which actors start in their order, the probe calls, and the subject ends', () => {
    const parts = traceOf('natural').events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []));
    expect(parts).toEqual(['scenario', 'probe', 'dispose', 'drain']);
    const calls = traceOf('natural').events.flatMap((event) =>
      event.kind === 'call' ? [`${event.call} of ${event.actor}`] : [],
    );
    expect(calls).toEqual([
      'handler of handler',
      'caller of caller',
      'caller.one of caller',
      'caller.two of caller',
      'thrower of thrower',
      'probe of probe',
      'dispose of dispose',
      'closing the global dispatcher of global dispatcher',
    ]);
    expect(traceOf('natural')).toMatchObject({ end: 'completed', pending: [], virtualMs: 30 });
  });

  test('records how each call settled, also of an actor that throws at once', () => {
    expect(settledOf('natural')).toEqual([
      'caller.one value',
      'caller.two two',
      'caller done',
      'thrower at once',
      'handler ok',
      'probe ok',
      'dispose ok',
      'closing the global dispatcher ok',
    ]);
  });

  test('waits for a subject that is built later', () => {
    expect(notesOf('late')).toContain('5 built true');
    expect(notesOf('natural')).toContain('0 built true');
  });

  test('says what an actor gives up, but for those that have settled or never were', () => {
    expect(actionsOf('natural')).toEqual([
      expect.objectContaining({
        do: 'give up',
        cancels: ['caller', 'handler'],
        prompt: true,
      }),
    ]);
  });

  test('an actor can be given up before it has started', () => {
    const { events } = traceOf('caller first');
    const [action, start] = [
      events.findIndex(({ kind }) => kind === 'action'),
      events.findIndex((event) => event.kind === 'call' && event.call === 'handler'),
    ];
    expect(action).toBeLessThan(start);
    expect(events[action]).toMatchObject({ do: 'give up', cancels: ['caller', 'handler'] });
  });

  test('notes what never settled with the part that waited for it, and goes on to its end', () => {
    expect(traceOf('dispose hangs').pending).toEqual([{ call: 'dispose', phase: 'dispose' }]);
    expect(settledOf('dispose hangs')).toContain('closing the global dispatcher ok');
    expect(settledOf('dispose fails')).toContain('dispose dispose');
  });

  test('lists what the subject tracked and left open, and listeners on the signals of actors', () => {
    expect(traceOf('natural').open).toEqual([
      { resource: 'listener', id: 'caller', what: '1 on the signal of caller', origin: [] },
    ]);
    expect(traceOf('dispose fails').open.map(({ resource, what }) => `${resource}: ${what}`)).toEqual([
      'stream: stream of fails',
      'listener: 1 on the signal of caller',
    ]);
  });

  test('is the same first and last in a process', () => {
    expect(hashes.get('the natural one again')).toBe(hashes.get('natural'));
  });
});

describe('an injected action', () => {
  test.each<[Name, string[]]>([
    ['natural', ['10 handler', '10 tick', '10 turn 1', '10 turn 2', '10 turn 3', '10 immediate']],
    ['turn 0', ['10 handler', '10 poked', '10 tick', '10 turn 1', '10 turn 2', '10 turn 3', '10 immediate']],
    ['turn 1', ['10 handler', '10 tick', '10 turn 1', '10 poked', '10 turn 2', '10 turn 3', '10 immediate']],
    ['turn 2', ['10 handler', '10 tick', '10 turn 1', '10 turn 2', '10 poked', '10 turn 3', '10 immediate']],
    ['turn 9', ['10 handler', '10 tick', '10 turn 1', '10 turn 2', '10 turn 3', '10 poked', '10 immediate']],
    [
      'quiescent',
      ['10 handler', '10 tick', '10 turn 1', '10 turn 2', '10 turn 3', '10 poked', '10 immediate'],
    ],
    [
      'after 5 ms',
      ['10 handler', '10 tick', '10 turn 1', '10 turn 2', '10 turn 3', '10 immediate', '15 poked'],
    ],
    [
      'after 0 ms',
      ['10 handler', '10 tick', '10 turn 1', '10 turn 2', '10 turn 3', '10 poked', '10 immediate'],
    ],
  ])('lands where it is to: %s', (name, notes) => {
    expect(fromHandler(name)).toEqual(notes);
  });

  test('is recorded with the step of its event, and with its turns when it is inside', () => {
    const [, inside] = actionsOf('turn 2') as { step: number; turns?: number }[];
    const step = traceOf('turn 2').events.find(
      (event) => event.kind === 'step' && event.event === 'timer#0',
    )!.step;
    expect(inside).toMatchObject({ do: 'poke', cancels: [], prompt: false, turns: 2, step });
    expect(actionsOf('quiescent')[1]).not.toHaveProperty('turns');
    const [later] = traceOf('after 5 ms').events.filter(
      (event) => event.kind === 'step' && event.event === 'inject#0',
    );
    expect(later).toMatchObject({ ms: 15, what: 'poke' });
  });

  test('never happens when its event does not', () => {
    expect(fromHandler('never')).toEqual(fromHandler('natural'));
    expect(actionsOf('never')).toHaveLength(1);
  });

  test('may come several times with one event: those inside first, the others in their order', () => {
    expect(fromHandler('several').filter((note) => note.endsWith('poked'))).toHaveLength(3);
    expect(fromHandler('several').slice(0, 2)).toEqual(['10 handler', '10 poked']);
    expect(fromHandler('several').slice(-3)).toEqual(['10 poked', '10 poked', '10 immediate']);
  });

  test('gives up those whom it names, when it applies', () => {
    expect(actionsOf('kinds').slice(0, 5)).toEqual(
      [
        { do: 'impossible', cancels: [], prompt: false },
        { do: 'softly', cancels: ['handler'], prompt: false },
        { do: 'cancel caller', cancels: ['caller'], prompt: true },
        { do: 'cancel handler', cancels: ['handler'], prompt: true },
        { do: 'unknown', cancels: [], prompt: false },
      ].map((shown) => expect.objectContaining(shown) as unknown),
    );
    expect(notesOf('kinds').join()).not.toContain('never');
  });

  test('that throws is a crash, at the quiescent point as inside a step', () => {
    for (const name of ['explode', 'explode inside'] as const) {
      const { events, end, steps } = traceOf(name);
      const uncaught = events.filter((event) => event.kind === 'uncaught');
      expect(uncaught).toMatchObject([{ error: { message: 'action' }, step: steps }]);
      expect([end, events.some((event) => event.kind === 'phase' && event.phase !== 'scenario')]).toEqual([
        'crashed',
        false,
      ]);
    }
  });
});
