// A trace → whether callers were told what they were answered: where nothing went wrong, an error status (or a redirect that is
// not followed) is what a call comes to, and nothing else.
import type { Trace } from '../../../harness/index.ts';
import type { CallProgram } from './calls.ts';
import type { DispatcherProgram } from './dispatchers.ts';

/** Bodies that fetch cannot send twice: there a redirect that keeps them is an error (fetch standard, HTTP-redirect fetch). */
const SENT_ONCE: ReadonlySet<unknown> = new Set(['stream', 'generator', 'web-stream']);

/** A message when a call that nobody gave up was answered with a status, and failed with something else. */
export function checkStatuses(
  { events }: Trace,
  calls: Readonly<Record<string, CallProgram>>,
  dispatcher: DispatcherProgram,
): string | undefined {
  // Whatever else happens may be what the call comes to.
  if (events.some(({ kind }) => kind === 'fault')) return undefined;
  const givenUp = new Set(events.flatMap((event) => (event.kind === 'action' ? event.cancels : [])));
  for (const event of events) {
    if (event.kind !== 'settled' || event.ok || givenUp.has(event.call)) continue;
    const program = calls[event.call];
    const status = lastStatus(events, event.call);
    if (program === undefined || status === undefined || status < 300) continue;
    const { code = '', message = '', cause } = event.error ?? {};
    const isOwn = message === `status ${status}` || /TIMEOUT/.test(`${code} ${cause?.code ?? ''}`);
    if (!isOwn && !mayFailSo(program, status, dispatcher))
      return `${event.call} was answered ${status}, and failed with "${message}"`;
  }
  return undefined;
}

/** The status of the call's last request, once all of its answer is on the wire. */
function lastStatus(events: Trace['events'], call: string): number | undefined {
  let status: number | undefined;
  let isWhole = false;
  for (const event of events) {
    if (event.kind !== 'wire' || event.call !== call) continue;
    const { event: wire } = event;
    if (wire.what === 'request') status = undefined;
    if (wire.what === 'request') isWhole = false;
    if (wire.what === 'head') status = wire.status;
    if (wire.what === 'complete') isWhole = true;
  }
  return isWhole ? status : undefined;
}

/** Where an error is what its caller has asked for. */
function mayFailSo(
  { via, throws, redirect, upload, handler }: CallProgram,
  status: number,
  { kind, interceptors = [], mocks, proxy }: DispatcherProgram,
): boolean {
  if (throws || handler?.throws !== undefined || via === 'event-source') return true;
  if (kind === 'retry-agent' || mocks !== undefined || proxy !== undefined) return true;
  if (interceptors.includes('retry') || interceptors.includes('responseError')) return true;
  if (via !== 'fetch' || status >= 400) return false;
  return redirect === 'error' || SENT_ONCE.has(upload?.kind);
}
