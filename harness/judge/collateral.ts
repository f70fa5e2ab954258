// collateral: a call nobody cancelled, that the gateway served, succeeds.
import type { Finding } from '../model/finding.ts';
import type { ErrorRecord } from '../model/trace.ts';
import { modelError } from './model-error.ts';
import {
  HARNESS_CALLS,
  isOwn,
  isPoisoned,
  type CallView,
  type ExchangeView,
  type RunView,
} from './run-view.ts';
import { closedError } from './use-after-close.ts';

/** Faults that keep a request from the gateway, whatever was served before. */
const KEPT_OUT: ReadonlySet<string> = new Set(['refuse', 'dns', 'unreachable', 'accept', 'idle-close']);

/** Faults after which a call may fail though the gateway has no exchange of it that was cut. */
const CONNECTION_FAULTS: ReadonlySet<string> = new Set([
  ...KEPT_OUT,
  'reset',
  'fin',
  'stall',
  'slow-connect',
  'limit',
  'half-close',
  'garbage',
  'chunk',
  'content-length',
  'bodiless',
  'framing',
  'headers',
  'continue',
  'early-answer',
  'unsolicited',
  'trailers',
  'gzip',
  'expire',
]);

/** Those, and what makes a client lose its patience. */
const TIMEOUT_FAULTS: ReadonlySet<string> = new Set([
  ...CONNECTION_FAULTS,
  'delay',
  'slow-headers',
  'backpressure',
  'block',
]);

/** Faults that may reset a connection behind a whole answer. */
const RESETTING: ReadonlySet<string> = new Set(['reset', 'idle-close', 'early-answer']);

/** Failed calls that had every right to succeed. */
export function judgeCollateral(view: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const call of view.calls) {
    const { name, settled, cancelled } = call;
    if (settled === undefined || settled.ok || cancelled !== undefined || HARNESS_CALLS.has(name)) continue;
    const error = settled.error!;
    // Told by use-after-close, with more to say.
    if (closedError(error) !== undefined || modelError(error) !== undefined) continue;
    if (isToldInside(view, call) || !deservedSuccess(view, call)) continue;
    findings.push({
      oracle: 'collateral',
      code: error.code === '' ? error.name : error.code,
      evidence: 'native',
      message: `${name} failed though nobody cancelled it and the gateway ${served(view, call) ? 'served it whole' : 'was ready to serve it'}: ${error.name}: ${error.message}${tellMismatch(error)}`,
      step: settled.step,
      subject: name,
      places: [{ label: 'failed', frames: error.frames }],
    });
  }
  return findings;
}

/** A client of JSON in a scenario that says nothing of it: the default answer is an event stream. */
function tellMismatch({ message }: ErrorRecord): string {
  return /"data: /.test(message) && /is not valid JSON/.test(message)
    ? " (the gateway answered an event stream; where the client reads JSON, say gateway: 'json' in the scenario)"
    : '';
}

/** True when a call made inside of it failed with the same words: that one has the requests. */
function isToldInside({ calls }: RunView, { name, settled }: CallView): boolean {
  return calls.some(
    (inner) =>
      inner.name.startsWith(`${name}.`) &&
      inner.settled?.error !== undefined &&
      inner.settled.error.message === settled!.error!.message,
  );
}

function deservedSuccess(view: RunView, call: CallView): boolean {
  if (hasPartOfAnAnswer(view, call)) return false;
  if (served(view, call)) return true;
  const { error, index } = call.settled!;
  const excuses = isTimeout(error!) ? TIMEOUT_FAULTS : CONNECTION_FAULTS;
  if (view.faults.some(({ kind, at }) => excuses.has(kind) && at.index < index)) return false;
  const own = view.exchanges.filter((exchange) => isOwn(exchange, call));
  // Answered with an error status, or not linked to any request: nothing to complain of or nothing known.
  if (own.some((exchange) => (exchange.status ?? 200) >= 300)) return false;
  if (view.exchanges.some((exchange) => isRefusedTunnel(exchange, call))) return false;
  return own.length > 0 || view.exchanges.every(({ call: of, isTunnel }) => of !== '' || isTunnel);
}

/** True when a proxy opened no tunnel while the call was under way. */
function isRefusedTunnel(
  { isTunnel, status, requested, completed }: ExchangeView,
  { started, settled }: CallView,
): boolean {
  if (!isTunnel || status === undefined || (status >= 200 && status < 300)) return false;
  return requested.index < settled!.index && (completed?.index ?? Infinity) > started.index;
}

/** A part of what was asked for, as it was asked for. */
const PARTIAL_CONTENT = 206;

/**
 * True when an answer that was cut, or that its client may refuse, came before the call's last: its application has a part that nothing but
 * the rest can complete.
 */
function hasPartOfAnAnswer(view: RunView, call: CallView): boolean {
  const own = view.exchanges.filter((exchange) => exchange.call === call.name);
  if (own.at(-1)?.status === PARTIAL_CONTENT) return false;
  return own
    .slice(0, -1)
    .some(
      ({ status, cut, dubious }) =>
        (cut !== undefined || dubious !== undefined) && status !== undefined && status < 300,
    );
}

/** True when the call's last exchange is a success that went out whole. */
function served(view: RunView, call: CallView): boolean {
  const last = view.exchanges.findLast((exchange) => exchange.call === call.name);
  const isSuccess = last?.status !== undefined && last.status >= 200 && last.status < 300;
  // A reset is abortive: what it overtakes, the client's kernel may drop, whole answer or not. A tunnel's is that of all in it.
  const resettable = view.exchanges.filter(
    (exchange) => exchange === last || (exchange.isTunnel && exchange.connection === last?.connection),
  );
  const wasReset = view.faults.some(
    ({ kind, target, at }) =>
      RESETTING.has(kind) &&
      resettable.some(({ route }) => target.startsWith(`${route}#`)) &&
      at.index > last!.requested.index &&
      at.index < call.settled!.index,
  );
  if (!isSuccess || wasReset || last.completed === undefined || isPoisoned(view, last)) return false;
  const { index } = last.completed;
  // A call may make several requests, and this one never reached the gateway.
  const wasKeptOut = view.faults.some(
    ({ kind, at }) => KEPT_OUT.has(kind) && at.index > index && at.index < call.settled!.index,
  );
  return !wasKeptOut && index < call.settled!.index;
}

/** True when the error, or a cause of it, says that the client waited for as long as it was ready to. */
function isTimeout(error: ErrorRecord): boolean {
  for (let current: ErrorRecord | undefined = error; current !== undefined; current = current.cause)
    if (/TIMEOUT|TIMEDOUT/.test(current.code) || current.name === 'TimeoutError') return true;
  return false;
}
