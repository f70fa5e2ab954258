// A trace → whether a fetch that was given up failed with its signal's reason (fetch standard, "abort a fetch() call").
import type { Trace } from '../../../harness/index.ts';
import type { CallProgram } from './call-programs.ts';
import type { DispatcherProgram } from './dispatchers.ts';

/** Reasons that nobody chose: an AbortError, or a TimeoutError. */
const PLAIN = /^(Abort|Timeout)Error$/;

/** What each of the caller's own reasons is recorded as. */
const RECORDED = { string: 'left', null: 'null', object: '[object Object]', error: 'left' };

/** A message when a fetch failed with something else than what it was given up with, though nothing else had happened. */
export function checkReasons(
  { events }: Trace,
  calls: Readonly<Record<string, CallProgram>>,
  { mocks }: DispatcherProgram,
): string | undefined {
  if (mocks !== undefined || events.some(({ kind }) => kind === 'fault')) return undefined;
  const actions = events.filter((event) => event.kind === 'action');
  for (const event of events) {
    if (event.kind !== 'settled' || event.ok) continue;
    const program = calls[event.call];
    const [first, ...others] = actions.filter(({ cancels }) => cancels.includes(event.call));
    if (program === undefined || first === undefined || others.length > 0 || !isPlain(program)) continue;
    const { name = '', message = '' } = event.error ?? {};
    const own = first.do === `cancel ${event.call}` ? program.signal : undefined;
    if (own === undefined && first.do !== `cancel ${event.call}`) continue;
    const isReason = own?.kind === 'reason' ? message === RECORDED[own.reason ?? 'string'] : PLAIN.test(name);
    if (!isReason) return `${event.call} was given up, and failed with ${name}: ${message}`;
  }
  return undefined;
}

/** A fetch that nothing but its signal ends: its answer is a success, and its upload makes no mistakes. */
function isPlain({ via, answer = {}, upload, leaves, redirect, nonsense }: CallProgram): boolean {
  const { status = 200, fails, redirects } = answer;
  const isServed = status < 300 && fails === undefined && redirects === undefined && redirect === undefined;
  return via === 'fetch' && isServed && !upload?.breaks && leaves === undefined && nonsense === undefined;
}
