// hang: with nothing left to happen, every promise an actor awaits has settled.
import type { Finding } from '../model/finding.ts';
import type { PhaseName, Trace } from '../model/trace.ts';
import { isOwn, type CallView, type ExchangeView, type RunView } from './run-view.ts';
import { tellUnread } from './tell-unread.ts';

/**
 * Calls that never settled. A call whose answer the gateway stalled, or keeps until a request that never comes, and that nobody
 * cancelled, may wait for ever: that is what its caller asked for by setting no timeout. So may one whose proxy stalled when it
 * was asked for a tunnel.
 */
export function judgeHang(view: RunView): Finding[] {
  const { trace, calls, exchanges } = view;
  const findings: Finding[] = [];
  for (const { call: name, phase } of trace.pending) {
    const call = calls.find((candidate) => candidate.name === name);
    const endIndex = endOfPhase(trace, phase);
    const own = call ?? { name, actor: name };
    const waitsForStall =
      exchanges.some(
        (exchange) =>
          (isOwn(exchange, own) || isAnybodys(exchange) || isAwaitedTunnel(exchange, exchanges, call)) &&
          isStalled(exchange, endIndex),
      ) || trace.halted?.some((exchange) => isOwn(exchange, own)) === true;
    // Who was cancelled only when the phase was over had waited for ever before.
    const isCancelled = call?.cancelled !== undefined && call.cancelled.index < endIndex;
    if (waitsForStall && !isCancelled) continue;
    findings.push({
      oracle: 'hang',
      code: 'pending',
      evidence: 'native',
      message: `${name} never settled: nothing was left to happen and it was still pending (${phase})${tellUnread(view)}`,
      step: trace.steps,
      subject: name,
      places: [],
    });
  }
  return findings;
}

/** True when the gateway can't tell whose the exchange is: it may be that of the call. */
function isAnybodys({ call, isTunnel }: ExchangeView): boolean {
  return call === '' && !isTunnel;
}

/** True when the tunnel was asked for while the call was open, and no request of the call came after that. */
function isAwaitedTunnel(
  { isTunnel, requested }: ExchangeView,
  exchanges: readonly ExchangeView[],
  call: CallView | undefined,
): boolean {
  if (!isTunnel || call === undefined) return false;
  return !exchanges.some((other) => isOwn(other, call) && other.requested.index > requested.index);
}

/** True when the gateway fell silent in the exchange and the client still held on to it at `index`. */
function isStalled({ cut, clientClosed }: ExchangeView, index: number): boolean {
  return cut?.how === 'stall' && (clientClosed === undefined || clientClosed.index > index);
}

/** Index of the event that ended a phase: what comes behind it was done by the harness, which ends the subject. */
function endOfPhase({ events }: Trace, phase: PhaseName): number {
  const start = events.findIndex((event) => event.kind === 'phase' && event.phase === phase);
  const end = events.findIndex((event, index) => index > start && event.kind === 'phase');
  return end < 0 ? events.length : end;
}
