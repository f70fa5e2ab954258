// A trace → whether who was given an answer in parts was given all of it: each part says which it is of how much (RFC 9110, section
// 14.4), so that one that is too small is no end.
import type { Trace } from '../../../harness/index.ts';
import { wholeOf } from '../ranges.ts';
import { methodOf, type CallProgram } from './call-programs.ts';
import type { DispatcherProgram } from './dispatchers.ts';

/** What may cut the first answer, and what does no harm. */
const CUTTING: ReadonlySet<string> = new Set([
  'reset',
  'fin',
  'half-close',
  'limit',
  'delay',
  'stall',
  'split',
  'merge',
]);

/** Ways to read that end with less than all. */
const PARTIAL: ReadonlySet<string | undefined> = new Set([
  'never',
  'break',
  'destroy',
  'dump',
  'events',
  'text-after-end',
]);

const PARTIAL_CONTENT = 206;

/** A message when a call that asked for the rest of its answer took what it had for the whole. */
export function checkParts(
  { events }: Trace,
  calls: Readonly<Record<string, CallProgram>>,
  { mocks, interceptors = [] }: DispatcherProgram,
): string | undefined {
  if (mocks !== undefined || interceptors.includes('dump')) return undefined;
  if (events.some(({ kind }) => kind === 'action')) return undefined;
  for (const event of events) {
    if (event.kind !== 'settled' || !event.ok) continue;
    const { call } = event;
    const program = calls[call];
    if (program === undefined || !hasParts(program) || !wasCutPlainly(events, call)) continue;
    const given = events.reduce(
      (letters, other) =>
        letters + (other.kind === 'delivered' && other.call === call ? other.text.length : 0),
      0,
    );
    const whole = wholeOf(call, program.answer ?? {}).length;
    if (given < whole) return `${call} took ${given} characters in parts for the whole, which has ${whole}`;
  }
  return undefined;
}

function hasParts(program: CallProgram): boolean {
  const { answer = {}, read = {}, leaves, method } = program;
  const isRead = !PARTIAL.has(read.how) && leaves === undefined && method !== 'HEAD';
  return answer.ranges !== undefined && isRead && methodOf(program) !== 'HEAD';
}

/** Whether its last answer was a part, and nothing was wrong with the first but that it was cut. */
function wasCutPlainly(events: Trace['events'], call: string): boolean {
  const statuses = events.flatMap((event) =>
    event.kind === 'wire' && event.call === call && event.event.what === 'head' ? [event.event.status] : [],
  );
  const onFirst = events.filter((event) => event.kind === 'fault' && event.target === `${call}#0`);
  return (
    statuses[0] === 200 &&
    statuses.at(-1) === PARTIAL_CONTENT &&
    onFirst.every((event) => event.kind === 'fault' && CUTTING.has(event.fault))
  );
}
