// A trace → whether what is to be asked again was: where a dispatcher retries, and nothing went wrong but what it retries, as often
// as it may, a call succeeds. An event source always does.
import type { Trace } from '../../../harness/index.ts';
import { isMade } from '../uploads.ts';
import { methodOf, type CallProgram } from './call-programs.ts';
import type { DispatcherProgram } from './dispatchers.ts';

/** Statuses and methods that are retried by default, and how often (RetryHandler's documentation). */
export const RETRIED_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const MAX_RETRIES = 5;

/** What keeps an answer away as a whole and is retried, and what does no harm. */
const RETRIED: ReadonlySet<string> = new Set([
  'refuse',
  'reset',
  'fin',
  'dns',
  'unreachable',
  'split',
  'merge',
]);

/** Errors that are not retried by default. */
const FINAL = /^(EAI_AGAIN|ETIMEDOUT|.*TIMEOUT)$/;

/** A message when a call failed though it had only to be asked again. */
export function checkRetries(
  { events }: Trace,
  calls: Readonly<Record<string, CallProgram>>,
  dispatcher: DispatcherProgram,
): string | undefined {
  const actions = events.filter((event) => event.kind === 'action');
  // Who ends what all share may end what waits to be asked again.
  if (actions.some(({ do: what }) => what === 'close' || what === 'destroy')) return undefined;
  const givenUp = new Set(actions.flatMap(({ cancels }) => cancels));
  const faults = events.flatMap((event) => (event.kind === 'fault' ? [event.fault] : []));
  if (!faults.every((fault) => RETRIED.has(fault))) return undefined;
  const { maxRetries = MAX_RETRIES } = dispatcher.retry ?? {};
  for (const event of events) {
    if (event.kind !== 'settled' || event.ok || givenUp.has(event.call)) continue;
    const program = calls[event.call];
    const { code = '', cause } = event.error ?? {};
    if (program === undefined || FINAL.test(code) || FINAL.test(cause?.code ?? '')) continue;
    if (isSource(program, dispatcher))
      return `${event.call}, an event source, failed with "${event.error?.message}" in the place of asking again`;
    if (!retries(dispatcher) || !isRetried(program) || hasPart(events, event.call)) continue;
    const { answer: { fails = 0 } = {} } = program;
    if (faults.length + fails <= maxRetries)
      return `${event.call} failed with "${event.error?.message}" though it had only to be asked again`;
  }
  return undefined;
}

/** Whether it is an event source, which goes on until it is closed or told to (HTML standard, section 9.2.2). */
function isSource(
  { via, answer = {} }: CallProgram,
  { kind, interceptors = [], proxy }: DispatcherProgram,
): boolean {
  const { status = 200, fails = 0, redirects = 0 } = answer;
  const isPlain =
    kind !== 'mock-agent' &&
    kind !== 'retry-agent' &&
    interceptors.length === 0 &&
    proxy?.refuses === undefined;
  return via === 'event-source' && status === 200 && fails + redirects === 0 && isPlain;
}

/** Whether it retries and does nothing else of its own. */
export function retries({ kind, interceptors = [], pipelining, proxy }: DispatcherProgram): boolean {
  // What a proxy refuses is not asked again.
  if (pipelining !== undefined || proxy?.refuses !== undefined) return false;
  if (kind === 'retry-agent') return interceptors.length === 0;
  return kind !== 'mock-agent' && interceptors.length === 1 && interceptors[0] === 'retry';
}

/** Whether there is nothing but statuses that are retried between the call and its answer. */
function isRetried(program: CallProgram): boolean {
  const { via, upload, answer = {}, handler, leaves, signal } = program;
  const { status = 200, failStatus = 503, redirects } = answer;
  if (via === 'event-source' || via === 'pipeline' || handler?.throws !== undefined) return false;
  if (leaves?.at !== undefined || signal?.kind === 'timeout' || redirects !== undefined) return false;
  return (
    METHODS.has(methodOf(program)) &&
    !isMade(upload ?? {}) &&
    status < 300 &&
    RETRIED_STATUSES.has(failStatus)
  );
}

/** Whether some of its answer came before it broke off: what becomes of that depends on more. */
function hasPart(events: Trace['events'], call: string): boolean {
  const begun = new Set<number>();
  for (const event of events) {
    if (event.kind !== 'wire' || event.call !== call) continue;
    const { exchange, event: wire } = event;
    if (wire.what === 'head' && wire.status < 300) begun.add(exchange);
    if (wire.what === 'cut' && begun.has(exchange)) return true;
  }
  return false;
}
