// What a script has to do, and when: pieces as they are read, and the moments that each deed waits for.
import { expect, it } from 'vitest';
import type { RecordedWrite, Recording } from '../model/recording.ts';
import type { TraceEvent } from '../model/trace.ts';
import { bytesLiteral, quote } from './literal.ts';
import { planCues } from './plan-cues.ts';
import { writeCheck } from './write-check.ts';

/** A recording whose steps are `EVENT WHAT`. */
function record(
  steps: readonly string[],
  writes: readonly [number, RecordedWrite['what'], string?][],
): Recording {
  const events = steps.map((line, index): TraceEvent => {
    const [event = '', ...what] = line.split(' ');
    return { kind: 'step', step: index + 1, ms: index, event, what: what.join(' ') };
  });
  return {
    trace: {
      case: { v: 1, scenario: 's', variant: 'v', entropy: 1, faults: [], actions: [], schedule: [] },
      end: 'completed',
      events,
      pending: [],
      open: [],
      steps: steps.length,
      virtualMs: steps.length,
      escapes: [],
    },
    finding: {
      oracle: 'hang',
      code: 'pending',
      evidence: 'native',
      message: '',
      step: steps.length,
      subject: 'reader',
      places: [],
    },
    writes: writes.map(([step, what, text = '']) => ({
      step,
      connection: 0,
      what,
      bytes: Buffer.from(text),
    })),
    isSecure: false,
    actors: ['reader'],
    hasProbe: false,
    hasDispose: false,
    params: undefined,
  };
}

const EXCHANGE = [
  'actor:reader#0 reader starts',
  'dns#0 lookup of gateway.test',
  'c0:connect#0 connected',
  'c0>#0 3 bytes',
  'c0<#0 4 bytes',
  'immediate#0 immediate',
  'c0<#1 2 bytes',
  'c0<#2 FIN',
];

function describe(recording: Recording): string[] {
  const { cues } = planCues(recording, { untilStep: Infinity, isTimed: false, before: 'probe' });
  return cues.map(({ moments, deed, turns }) => {
    const bytes = 'bytes' in deed ? ` ${Buffer.from(deed.bytes).toString()}` : '';
    return `${moments.join(' + ')}: ${deed.do}${bytes}${turns === undefined ? '' : ` +${turns}`}`;
  });
}

it('each thing waits for what came right before it, and an answer for its request', () => {
  const recording = record(EXCHANGE, [
    [4, 'bytes', 'head+b'],
    [4, 'close'],
  ]);
  expect(describe(recording)).toEqual([
    'begin: start',
    'start reader: answer-lookup',
    'request 0.0: send head',
    'request 0.0 + read 0.0 + immediate 0: send +b',
    'request 0.0 + read 0.1: cut',
  ]);
});

it('an action comes behind its event, or inside of it by turns', () => {
  const recording = record(EXCHANGE, [
    [4, 'bytes', 'head+b'],
    [4, 'end'],
  ]);
  recording.trace.case.actions = [
    { do: 'cancel reader', at: 'c0<#0', turns: 2 },
    { do: 'goes', at: 'c0<#1' },
  ];
  expect(describe(recording)).toContain('read 0.0: inject +2');
  expect(describe(recording)).toContain('read 0.1: inject');
  expect(describe(recording)).toContain('request 0.0 + goes: cut');
});

it('what is never read is written when it was, but behind what is read', () => {
  const recording = record(EXCHANGE.slice(0, 5), [
    [4, 'bytes', 'head'],
    [4, 'bytes', 'rest'],
  ]);
  expect(describe(recording).slice(-2)).toEqual(['request 0.0: send head', 'read 0.0: send rest']);
});

it('bytes are text where they are text, and what repeats is short', () => {
  expect(bytesLiteral(Buffer.from(`it's\r\n${'x'.repeat(300)}é`))).toBe(
    String.raw`'it\'s\r\n' + 'x'.repeat(300) + 'é'`,
  );
  expect(bytesLiteral(Buffer.from([0xff, 0]))).toBe("Buffer.from('/wA=', 'base64')");
  expect(quote('a\\b"c')).toBe(String.raw`'a\\b"c'`);
});

it.each([
  ['retry', 'stale-token', /which of several requests repeats another/],
  ['leaked-handle', 'timer', /shows in closecall's own table only/],
  ['corruption', 'another', /single steps of the simulation/],
] as const)('refuses what a script cannot see: %s %s', (oracle, code, why) => {
  const recording = record(EXCHANGE, []);
  recording.finding = { ...recording.finding, oracle, code };
  expect(() => writeCheck(recording)).toThrow(
    expect.objectContaining({ code: 'ERR_NOT_EJECTABLE', message: expect.stringMatching(why) }),
  );
});
