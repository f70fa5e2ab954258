// Timelines and findings that have them: the founding crash as it is found, one of any length, and one full of hostile text.
import type { CampaignResult, FindingGroup } from '../../model/campaign-result.ts';
import { naturalCase } from '../../model/case.ts';
import type { Place } from '../../model/finding.ts';
import type { Timeline, TimelineStep } from '../../model/timeline.ts';
import { goodResult, sampleFinding } from '../../model/tests/sample-result.ts';

const step = (
  number: number,
  event: string,
  text: string,
  lane: number,
  causedIn: number,
  more: Partial<TimelineStep> = {},
): TimelineStep => ({ step: number, ms: 0, event, text, lane, causedIn, sockets: 1, timers: 1, ...more });

/** The smallest case of the founding crash: the reader is cancelled behind the immediate that resumes it. */
export const crashTimeline: Timeline = {
  lanes: [
    { kind: 'actor', name: 'reader' },
    { kind: 'actor', name: 'probe' },
    { kind: 'client', name: '' },
    { kind: 'socket', name: 'c0' },
    { kind: 'gateway', name: '' },
  ],
  steps: [
    step(1, 'actor:reader#0', 'starts', 0, 0, { sockets: 0, timers: 0 }),
    step(2, 'dns#0', 'lookup of gateway.test', 2, 1, { sockets: 0 }),
    step(3, 'c0:connect#0', 'connected', 3, 2, { sockets: 0 }),
    step(4, 'c0>#0', 'c0> gets 254 bytes', 4, 3),
    step(5, 'c0<#0', 'c0< gets 80 bytes', 3, 4),
    step(6, 'immediate#0', 'immediate', 2, 5, { held: ['timer#0'] }),
    step(7, 'c0:close#0', 'socket closed', 3, 6, { sockets: 0 }),
    step(8, 'c0>#1', 'c0> gets RST', 4, 6, { sockets: 0 }),
    step(9, 'immediate#1', 'immediate', 2, 6, { sockets: 0 }),
  ],
  marks: [
    { step: 1, lane: 0, kind: 'begun', text: 'begins' },
    { step: 2, lane: 3, kind: 'connection', text: 'c0 connecting' },
    { step: 3, lane: 3, kind: 'connection', text: 'open' },
    { step: 4, lane: 4, kind: 'wire', text: 'POST btw' },
    { step: 4, lane: 4, kind: 'wire', text: 'sends 200' },
    { step: 4, lane: 4, kind: 'fault', text: 'fault: delay btw#0' },
    { step: 6, lane: 0, kind: 'action', text: '! cancel reader' },
    { step: 6, lane: 3, kind: 'connection', text: 'c0 closed' },
    { step: 6, lane: 0, kind: 'failed', text: 'failed: AbortError' },
    { step: 6, lane: 1, kind: 'begun', text: 'begins' },
    { step: 9, lane: 2, kind: 'uncaught', text: 'UNCAUGHT ERR_RELEASED_STATE' },
  ],
  spans: [
    { lane: 0, from: 1, to: 6 },
    { lane: 3, from: 2, to: 6 },
    { lane: 1, from: 6 },
  ],
  violation: 9,
};

const places: Place[] = [
  {
    label: 'released by the consumer that left the stream',
    frames: [
      'TaskState.release (src/task-state.ts:78:24)',
      'SessionTask.cancel (src/session-task.ts:107:17)',
    ],
    happenedIn: 6,
    excerpt: {
      file: 'src/task-state.ts',
      line: 78,
      column: 5,
      first: 77,
      lines: [
        '  release(by: string): void {',
        '    this.#released ??= rememberPlace(by);',
        '\tthis.#chunks.length = 0;',
      ],
    },
  },
  {
    label: 'touched by AsyncBytes: read the head it was resumed for',
    frames: ['#touch (src/task-state.ts:86:84)', 'TaskState.getHead (src/task-state.ts:38:16)'],
    happenedIn: 9,
  },
];

/** The founding crash as a finding. */
export const crashFinding: FindingGroup = {
  ...sampleFinding,
  scenario: 'btw/left-midway',
  message:
    'task state was touched after it was released; whoever ends a task must know that its consumer has left',
  subject: 'process',
  places,
  shrunk: {
    ...naturalCase('btw/left-midway', 'shared'),
    faults: [{ kind: 'delay', on: 'btw#0', at: 'item:1', ms: 250 }],
    actions: [{ do: 'cancel reader', at: 'immediate#0' }],
    schedule: [{ hold: 'timer#0', for: 1 }],
  },
  timeline: crashTimeline,
  timelineBefore: { ...crashTimeline, violation: 8 },
  differential: {
    headline: 'fails only with shared',
    variants: [
      { variant: 'shared', outcome: 'same' },
      { variant: 'per-call', outcome: 'pass' },
    ],
  },
  confirmation: {
    confirmed: 9,
    tries: 10,
    notConfirmable: 1,
    sameTrace: 8,
    reasons: ['the socket was closed before'],
    holders: [],
    unsettled: [],
  },
};

/** A run of `count` steps on `lanes` lanes, each queued by the one before the last, the last the violation. */
export function makeLongTimeline(count: number, lanes = 6): Timeline {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    lanes: Array.from({ length: lanes }, (_, lane) => ({ kind: 'socket', name: `c${lane}` })),
    steps: numbers.map((number) =>
      step(number, `c0<#${number}`, `c0< gets ${number} bytes`, number % lanes, Math.max(0, number - 2), {
        ms: number * 3,
      }),
    ),
    marks: numbers.map((number) => ({
      step: number,
      lane: number % lanes,
      kind: 'wire',
      text: `part ${number}`,
    })),
    spans: [{ lane: 0, from: 1 }],
    violation: count,
  };
}

/** Text that would be an element, end a script, open a dialog, fool a terminal, or give a secret away. */
const HOSTILE =
  `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&--><svg onload=alert(3)>` +
  String.fromCodePoint(0, 0x1b, 0x9b, 0x202e, 0x2028, 0xd800) +
  ' Authorization: Bearer abc.def-secret token=hunter2secret';

/** A result in which everything that may come from a client says HOSTILE, at length. */
export function makeHostileResult(): CampaignResult {
  const name = HOSTILE;
  // Scrubbing takes a header to the end of its line.
  const huge = HOSTILE.replace(/ Authorization.*$/u, 'x'.repeat(100_000));
  return {
    ...goodResult,
    variants: goodResult.variants.map((variant, index) =>
      index === 0 ? { ...variant, scenario: name, name } : variant,
    ),
    problems: [{ kind: 'scenario', scenario: name, variant: name, caseIndex: 1, what: huge }],
    findings: [
      {
        ...crashFinding,
        scenario: name,
        variant: name,
        code: name,
        message: huge,
        subject: name,
        places: [
          {
            label: name,
            frames: [name],
            happenedIn: 6,
            excerpt: { file: name, line: 1, column: 1, first: 1, lines: [huge] },
          },
          { label: huge, frames: [huge] },
        ],
        repro: `reports/${name}.repro.json`,
        shrunk: { ...crashFinding.shrunk, scenario: name, variant: name, actions: [{ do: name, at: name }] },
        timeline: {
          ...crashTimeline,
          lanes: crashTimeline.lanes.map(({ kind }) => ({ kind, name })),
          steps: crashTimeline.steps.map((each) => ({ ...each, event: `${name}#${each.step}`, text: huge })),
          marks: crashTimeline.marks.map((mark) => ({ ...mark, text: huge })),
        },
        confirmation: { ...crashFinding.confirmation!, reasons: [huge] },
      },
    ],
  };
}
