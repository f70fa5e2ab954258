// A trace → whether who asks again waited as it was told to: no shorter than the answer's Retry-After says (RFC 9110, section 10.2.3), or,
// without one, than its own options.
import type { Trace } from '../../../harness/index.ts';
import { isFailing } from '../answers.ts';
import type { CallProgram } from './call-programs.ts';
import type { DispatcherProgram } from './dispatchers.ts';
import { retries, RETRIED_STATUSES } from './retry-invariant.ts';

/** What a retry waits for by default, and at most, in ms (RetryHandler's documentation). */
const MIN_MS = 500;
const MAX_MS = 30_000;

/** When a case begins, by the clock of its world. */
const EPOCH_MS = Date.UTC(2026, 3, 13, 20, 19, 0);

/** What does not change when an answer is read. */
const HARMLESS: ReadonlySet<string> = new Set(['split', 'merge']);

/** A message when a call was asked again too early. */
export function checkWaits(
  { events }: Trace,
  calls: Readonly<Record<string, CallProgram>>,
  dispatcher: DispatcherProgram,
): string | undefined {
  if (!retries(dispatcher) || events.some((event) => event.kind === 'fault' && !HARMLESS.has(event.fault)))
    return undefined;
  for (const [name, { answer = {}, via }] of Object.entries(calls)) {
    if (via === 'event-source' || answer.redirects !== undefined) continue;
    let answeredMs: number | undefined;
    let nth = -1;
    for (const event of events) {
      if (event.kind !== 'wire' || event.call !== name) continue;
      const { event: wire, ms } = event;
      if (wire.what === 'request') {
        nth += 1;
        const waitMs = answeredMs === undefined ? 0 : waitOf(answer, dispatcher, answeredMs);
        if (answeredMs !== undefined && ms < answeredMs + waitMs)
          return `${name} was asked again ${ms - answeredMs} ms after an answer that told it to wait ${waitMs} ms`;
        answeredMs = undefined;
      }
      if (wire.what === 'head' && isFailing(answer, nth) && RETRIED_STATUSES.has(wire.status))
        answeredMs = ms;
    }
  }
  return undefined;
}

/** Virtual ms between an answer that came at `ms` and the next request, at least. */
function waitOf(
  { retryAfter = '' }: NonNullable<CallProgram['answer']>,
  { retry: { minTimeout = MIN_MS } = {} }: DispatcherProgram,
  ms: number,
): number {
  const told = retryAfter === '' ? Number.NaN : Number(retryAfter);
  const toldMs = Number.isNaN(told) ? Date.parse(retryAfter) - EPOCH_MS - ms : told * 1_000;
  // A date that is past says that it may be asked at once; what is neither says nothing.
  return Math.min(Number.isNaN(toldMs) ? minTimeout : Math.max(toldMs, 0), MAX_MS);
}
