// A trace → whether callers were told what they were answered: where nothing went wrong, an error status (or a redirect that is
// not followed) is what a call fails with, and nothing else; least of all without having asked.
import type { Trace } from '../../../harness/index.ts';
import { isMade } from '../uploads.ts';
import type { CallProgram } from './call-programs.ts';
import type { DispatcherProgram } from './dispatchers.ts';

/** What no client has to mind. */
const HARMLESS: ReadonlySet<string> = new Set(['split', 'merge', 'delay', 'slow-connect']);

/** What lasts longer than the exchange that it strikes: it may befall whoever has the connection next. */
const LASTING: ReadonlySet<string> = new Set([
  'idle-close',
  'half-close',
  'unsolicited',
  'bodiless',
  'content-length',
]);

/** A message when a call that nobody gave up failed with something else than the status that it was answered. */
export function checkStatuses(
  { events }: Trace,
  calls: Readonly<Record<string, CallProgram>>,
  dispatcher: DispatcherProgram,
): string | undefined {
  const isDisturbed = events.some(({ kind }) => kind === 'fault');
  const faults = events.filter((event) => event.kind === 'fault' && !HARMLESS.has(event.fault));
  // What befalls another is that one's own, but on a connection that both share at once, whoever gives up.
  const isOwnFault = (call: string) => (event: Trace['events'][number]) =>
    dispatcher.pipelining !== undefined ||
    (event.kind === 'fault' &&
      (LASTING.has(event.fault) ||
        /^(.*)#/.exec(event.target)?.[1]?.replace(/^(connection|lookup)$/, call) === call));
  const givenUp = new Set(events.flatMap((event) => (event.kind === 'action' ? event.cancels : [])));
  for (const event of events) {
    if (event.kind !== 'settled' || event.ok || givenUp.has(event.call)) continue;
    const program = calls[event.call];
    const status = lastStatus(events, event.call);
    if (program === undefined) continue;
    const { code = '', message = '', cause } = event.error ?? {};
    if (faults.some(isOwnFault(event.call)) || (dispatcher.pipelining !== undefined && givenUp.size > 0))
      continue;
    if (status === undefined) {
      const isLeftAlone =
        !isDisturbed && givenUp.size === 0 && !events.some((other) => isRequestOf(other, event.call));
      if (isLeftAlone && !hasOwnWays(program, dispatcher))
        return `${event.call} failed with "${message}" without having asked for anything`;
      continue;
    }
    const isOwn = message === `status ${status}` || /TIMEOUT/.test(`${code} ${cause?.code ?? ''}`);
    if (status >= 300 && !isOwn && !mayFailSo(program, status, dispatcher))
      return `${event.call} was answered ${status}, and failed with "${message}"`;
  }
  return undefined;
}

/** The status of the call's last request, once it is on the wire: who was told it need not wait for the rest. */
function lastStatus(events: Trace['events'], call: string): number | undefined {
  let status: number | undefined;
  for (const event of events) {
    if (event.kind !== 'wire' || event.call !== call) continue;
    const { event: wire } = event;
    if (wire.what === 'request') status = undefined;
    if (wire.what === 'head') status = wire.status;
  }
  return status;
}

/** True for its request, and for one that may be anybody's. */
function isRequestOf(event: Trace['events'][number], call: string): boolean {
  return (
    event.kind === 'wire' && (event.call === call || event.call === '') && event.event.what === 'request'
  );
}

/** Where an error is what its caller has asked for. */
function mayFailSo(program: CallProgram, status: number, dispatcher: DispatcherProgram): boolean {
  const { via, redirect, upload } = program;
  const { kind, interceptors = [] } = dispatcher;
  if (hasOwnWays(program, dispatcher) || kind === 'retry-agent') return true;
  if (interceptors.includes('retry') || interceptors.includes('responseError')) return true;
  if (via !== 'fetch' || status >= 400) return false;
  // What cannot be sent twice can't be redirected (fetch standard, HTTP-redirect fetch).
  return redirect === 'error' || isMade(upload ?? {});
}

/** Whether it, or what stands between it and its answer, may fail without an answer. */
function hasOwnWays(
  { via, throws, upload, handler, leaves }: CallProgram,
  { mocks, proxy }: DispatcherProgram,
): boolean {
  if (throws || handler?.throws !== undefined || leaves?.at !== undefined) return true;
  return via === 'event-source' || upload?.breaks === true || mocks !== undefined || proxy !== undefined;
}
