// A campaign's result → a trace that Perfetto and chrome://tracing open, by the Trace Event Format (Google, "Trace Event Format",
// JSON Object Format): a process per finding, a thread per lane. The axis is logical: one step is one millisecond.
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { CHROME_TRACE_FINDINGS_MAX, CHROME_TRACE_TEXT_CHARS_MAX } from '../model/limits.ts';
import type { Timeline, TimelineStep } from '../model/timeline.ts';
import { stateOf } from '../model/finding-state.ts';
import { toShortPrintable } from './cut-texts.ts';

/** Microseconds, the unit of `ts` and `dur`, that one step takes. */
const STEP_US = 1_000;

/** One event; what the format has for each phase is in its documentation. */
export type ChromeEvent = {
  ph: 'M' | 'X' | 'i' | 's' | 'f' | 'C';
  name: string;
  pid: number;
  tid: number;
  ts?: number;
  dur?: number;
  cat?: string;
  id?: string;
  s?: 't' | 'p';
  bp?: 'e';
  args?: Record<string, string | number>;
};

/** The trace as JSON, an event to a line; of a finding without a timeline there is none. */
export function renderChromeTrace(raw: CampaignResult): string {
  const result = toShortPrintable(raw, CHROME_TRACE_TEXT_CHARS_MAX);
  const events = result.findings
    .toSorted((left, right) => Number(stateOf(right) === 'new') - Number(stateOf(left) === 'new'))
    .filter(({ timeline }) => timeline !== undefined)
    .slice(0, CHROME_TRACE_FINDINGS_MAX)
    .flatMap((finding, index) => listEvents(finding, finding.timeline!, index + 1));
  const { seed, versions } = result;
  const otherData = {
    closecall: versions.closecall,
    seed,
    axis: 'one step is 1 ms; virtual milliseconds are in args.ms of each step',
  };
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  return `{"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData)},"traceEvents":[\n${lines}\n]}\n`;
}

function listEvents(finding: FindingGroup, timeline: Timeline, pid: number): ChromeEvent[] {
  const { fingerprint, oracle, code, scenario, variant } = finding;
  const steps = new Map(timeline.steps.map((step) => [step.step, step]));
  const meta = (name: string, tid: number, args: ChromeEvent['args']): ChromeEvent => ({
    ph: 'M',
    name,
    pid,
    tid,
    args: args!,
  });
  const timed = [
    ...listSpans(timeline, pid),
    ...timeline.steps.flatMap((step) => tellStep(step, steps, pid)),
    ...[...Map.groupBy(timeline.marks, ({ step }) => step).values()].flatMap((marks) =>
      tellMarks(marks, pid),
    ),
    ...tellViolation(finding, timeline, pid),
  ];
  return [
    meta('process_name', 0, { name: `${oracle} ${code} in ${scenario}/${variant} (${fingerprint})` }),
    meta('process_sort_index', 0, { sort_index: pid }),
    ...timeline.lanes.flatMap(({ kind, name }, lane) => [
      meta('thread_name', lane + 1, { name: `${kind} ${name}`.trimEnd() }),
      meta('thread_sort_index', lane + 1, { sort_index: lane }),
    ]),
    // What encloses comes before what it encloses.
    ...timed.toSorted((left, right) => left.ts! - right.ts! || (right.dur ?? 0) - (left.dur ?? 0)),
  ];
}

/** How long things lived. Slices of a thread must nest: one that begins in the step in which the last ended begins behind it. */
function listSpans({ lanes, spans, steps, omitted }: Timeline, pid: number): ChromeEvent[] {
  const first = (omitted?.before ?? -1) + 1;
  const last = steps.at(-1)?.step ?? 0;
  const ends = lanes.map(() => 0);
  return spans.flatMap(({ lane, from, to = last }) => {
    const end = (Math.min(to, last) + 1) * STEP_US;
    const ts = Math.max(Math.max(from, first) * STEP_US, ends[lane]!);
    ends[lane] = Math.max(end, ends[lane]!);
    if (end <= ts) return [];
    const { kind, name } = lanes[lane]!;
    return [
      {
        ph: 'X',
        name: `${kind} ${name}`.trimEnd(),
        cat: 'life',
        pid,
        tid: lane + 1,
        ts,
        dur: end - ts,
        args: { from, to },
      } satisfies ChromeEvent,
    ];
  });
}

/** The slice of a step, its counters, and the flow from the step that queued it. */
function tellStep(step: TimelineStep, steps: ReadonlyMap<number, TimelineStep>, pid: number): ChromeEvent[] {
  const { lane, causedIn, ms, event, held, sockets, timers, text } = step;
  const ts = step.step * STEP_US;
  const cause = steps.get(causedIn);
  const flow = { name: 'queued', cat: 'cause', pid, id: `${pid}.${step.step}` } as const;
  return [
    {
      ph: 'X',
      name: text,
      cat: 'step',
      pid,
      tid: lane + 1,
      ts,
      dur: STEP_US,
      args: { step: step.step, ms, event, causedIn, ...(held && { held: held.join(', ') }) },
    },
    { ph: 'C', name: 'open sockets', pid, tid: 0, ts, args: { sockets } },
    { ph: 'C', name: 'armed timers', pid, tid: 0, ts, args: { timers } },
    ...(cause === undefined
      ? []
      : [
          { ...flow, ph: 's', tid: cause.lane + 1, ts: cause.step * STEP_US + STEP_US - 1 } as const,
          { ...flow, ph: 'f', bp: 'e', tid: lane + 1, ts } as const,
        ]),
  ];
}

/** What happened within one step, in its order and spread over it. */
function tellMarks(marks: Timeline['marks'], pid: number): ChromeEvent[] {
  return marks.map(({ step, lane, kind, text }, at) => ({
    ph: 'i',
    name: text,
    cat: kind,
    pid,
    tid: lane + 1,
    ts: step * STEP_US + Math.floor(((at + 1) * STEP_US) / (marks.length + 2)),
    s: 't',
  }));
}

function tellViolation(
  { message }: FindingGroup,
  { violation, steps }: Timeline,
  pid: number,
): ChromeEvent[] {
  const step = steps.find((each) => each.step === violation);
  if (step === undefined) return [];
  return [
    {
      ph: 'i',
      name: 'VIOLATION',
      cat: 'violation',
      pid,
      tid: step.lane + 1,
      ts: violation * STEP_US + STEP_US - 1,
      s: 'p',
      args: { message },
    },
  ];
}
