// prompt-cancel: a cancelled call settles within a bounded virtual time, and its connection shows it at the gateway.
import type { Finding } from '../model/finding.ts';
import { PROMPT_CANCEL_MS } from '../model/limits.ts';
import { isOwn, type CallView, type ExchangeView, type Moment, type RunView } from './run-view.ts';

/** Calls that settled late (never is a hang) and exchanges that went on after their call was cancelled. */
export function judgePromptCancel({ calls, exchanges, faults }: RunView): Finding[] {
  // A server that does not read is not told that its client has left.
  const deaf = new Set(faults.filter(({ kind }) => kind === 'backpressure').map(({ target }) => target));
  const findings: Finding[] = [];
  for (const call of calls) {
    const { cancelledPromptly: cancelled, settled, name } = call;
    if (cancelled === undefined) continue;
    if (settled !== undefined && !isPrompt(cancelled, settled, faults))
      findings.push({
        oracle: 'prompt-cancel',
        code: 'settled-late',
        evidence: 'native',
        message: `${name} settled ${settled.ms - cancelled.ms} ms after "${cancelled.action}"; at most ${PROMPT_CANCEL_MS} ms are allowed`,
        step: settled.step,
        subject: name,
        places: [],
      });
    const kept = exchanges.find(
      (exchange) => isKept(exchange, call, faults) && !deaf.has(`connection#${exchange.connection}`),
    );
    if (kept !== undefined)
      findings.push({
        oracle: 'prompt-cancel',
        code: 'connection-kept',
        evidence: 'native',
        message: `${name} was cancelled ("${cancelled.action}") but the gateway's exchange on ${kept.route} was kept open`,
        step: cancelled.step,
        subject: name,
        places: [],
      });
  }
  return findings;
}

/** True when what came after the cancellation came in time. Nothing can be prompt while the event loop stands still. */
function isPrompt(cancelled: Moment, end: Moment, faults: RunView['faults']): boolean {
  if (end.ms - cancelled.ms <= PROMPT_CANCEL_MS) return true;
  return faults.some(
    ({ kind, at }) => kind === 'block' && at.index > cancelled.index && at.index < end.index,
  );
}

/** True when the exchange was under way at the cancellation and the client neither closed it nor let it end in time. */
function isKept(exchange: ExchangeView, call: CallView, faults: RunView['faults']): boolean {
  const cancelled = call.cancelledPromptly!;
  if (!isOwn(exchange, call)) return false;
  if (exchange.requested.index > cancelled.index) return false;
  const ends = [
    exchange.completed,
    exchange.clientClosed,
    exchange.cut?.how === 'stall' ? undefined : exchange.cut,
  ];
  return ends.every((end) => end === undefined || !isPrompt(cancelled, end, faults));
}
