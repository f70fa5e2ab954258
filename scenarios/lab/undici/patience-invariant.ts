// A trace → whether a client lost its patience when it says that it does: a connect and a head may take so long, by default too.
import type { Trace } from '../../../harness/index.ts';
import type { CallProgram } from './call-programs.ts';
import { mayAskAgain, type DispatcherProgram } from './dispatchers.ts';

/** What undici waits for by default, in ms (Client's documentation), and how coarse its timers may be. */
const CONNECT_MS = 10_000;
const HEADERS_MS = 300_000;
const SLACK_MS = 2_500;

/** What only takes time. */
const SLOW: ReadonlySet<string> = new Set(['stall', 'delay', 'slow-connect']);

/** A message when a call went on waiting for what had not come in time. */
export function checkPatience(
  trace: Trace,
  calls: Readonly<Record<string, CallProgram>>,
  dispatcher: DispatcherProgram,
): string | undefined {
  const { events } = trace;
  const { pipelining, connectTimeout = CONNECT_MS, kind, mocks } = dispatcher;
  const names = Object.keys(calls);
  // Who retries, or waits behind another, begins to wait anew.
  if (names.length !== 1 || pipelining !== undefined || mocks !== undefined) return undefined;
  if (mayAskAgain(dispatcher)) return undefined;
  if (events.some((event) => event.kind === 'action' || (event.kind === 'fault' && !SLOW.has(event.fault))))
    return undefined;
  const [name] = names as [string];
  const program = calls[name]!;
  if (program.via === 'event-source' || program.answer?.redirects !== undefined) return undefined;
  const settled = events.find((event) => event.kind === 'settled' && event.call === name);
  const isPending = trace.pending.some(({ call }) => call === name);
  const endMs = settled?.ms ?? (isPending ? Infinity : trace.virtualMs);
  // Of calls alone: the probe comes behind them.
  const first = events.findIndex((event) => event.kind === 'phase' && event.phase === 'probe');
  const own = first < 0 ? events : events.slice(0, first);
  const connects = own.filter((event) => event.kind === 'connection');
  const connecting = connects.find(({ state }) => state === 'connecting');
  if (connecting === undefined) return undefined;
  const untilMs = connects.find(({ state }) => state !== 'connecting')?.ms ?? Infinity;
  const isLate = (fromMs: number, limitMs: number): boolean => endMs > fromMs + limitMs + SLACK_MS;
  if (untilMs > connecting.ms + connectTimeout + SLACK_MS && isLate(connecting.ms, connectTimeout))
    return `${name} went on waiting for a connection ${connectTimeout} ms after it was asked for`;
  const asked = own.filter((event) => event.kind === 'wire' && event.call === name);
  const request = asked.findLast((event) => event.kind === 'wire' && event.event.what === 'request');
  const head = asked.find((event) => event.kind === 'wire' && event.event.what === 'head');
  if (request === undefined || kind === 'proxy-agent' || kind === 'env-proxy-agent') return undefined;
  // A fetch has no times of its own.
  const ownMs = program.via === 'fetch' ? undefined : program.headersTimeout;
  const headersTimeout = ownMs ?? dispatcher.headersTimeout ?? HEADERS_MS;
  const headMs = head?.ms ?? Infinity;
  if (headMs > request.ms + headersTimeout + SLACK_MS && isLate(request.ms, headersTimeout))
    return `${name} went on waiting for a head ${headersTimeout} ms after it was asked for`;
  return undefined;
}
