// corruption: what is delivered is a prefix of what was sent, in order, once; all of it when nobody cancelled; nothing
// after cancellation.
import type { Finding } from '../model/finding.ts';
import { isOwn, isPoisoned, type CallView, type ExchangeView, type RunView } from './run-view.ts';

/** Calls whose data is not what the gateway sent for them. Calls that deliver nothing are not judged. */
export function judgeCorruption(view: RunView): Finding[] {
  const { calls, exchanges } = view;
  const findings: Finding[] = [];
  for (const call of calls) {
    const { name, delivered, settled } = call;
    if (delivered.length === 0 && settled?.value === undefined) continue;
    const received = delivered.length > 0 ? delivered.map(({ text }) => text).join('') : settled!.value!;
    const candidates = exchanges.filter((exchange) => isOwn(exchange, call) || exchange.call === '');
    // What a proxy says of a tunnel is nobody's answer; what comes behind it on the connection may be taken for one.
    const own = candidates.filter(({ isTunnel }) => !isTunnel);
    // Behind what a client may refuse it may also take it for something else; what had come unasked before the call was made
    // cannot be its answer.
    const stray = exchanges.find(
      (exchange) => isStray(exchange, call) && received.includes(exchange.unsolicited!),
    );
    const isExcused = stray === undefined && candidates.some((exchange) => isPoisoned(view, exchange));
    const problem = compare(received, own, call, isExcused);
    if (problem === undefined) continue;
    findings.push({
      oracle: 'corruption',
      code: problem.code,
      evidence: 'native',
      message: `${name} ${problem.message}`,
      step: settled?.step ?? delivered.at(-1)!.step,
      subject: name,
      places: [],
    });
  }
  return findings;
}

function compare(
  received: string,
  own: ExchangeView[],
  { settled, cancelled, cancelledPromptly, delivered }: CallView,
  isExcused: boolean,
): { code: string; message: string } | undefined {
  const isSource = ({ sent, begun }: Reading): boolean => (sent + begun).startsWith(received);
  if (!isExcused && received !== '' && !own.some((exchange) => readings(exchange).some(isSource)))
    return {
      code: 'not-what-was-sent',
      message:
        own.length === 0
          ? `received ${quote(received)}, and made no request that the gateway could tell was its`
          : `received ${quote(received)}, which no answer to it begins with`,
    };
  // What was under way inside the client within the step of the cancellation may still come through.
  const late = cancelledPromptly && delivered.find(({ step }) => step > cancelledPromptly.step);
  if (late !== undefined)
    return {
      code: 'delivered-after-cancel',
      message: `received ${quote(late.text)} after "${cancelledPromptly!.action}"`,
    };
  if (settled === undefined || !settled.ok || cancelled !== undefined || isExcused) return undefined;
  // An error's body says nothing of what was asked for.
  const answers = own.filter(({ status }) => status === undefined || status < 300);
  // An answer that ended inside an item (its end is the connection's) is whole with the part that was sent.
  const isWhole = (exchange: ExchangeView): boolean =>
    (exchange.completed ?? exchange.saidAll) !== undefined &&
    readings(exchange).some(({ sent, begun }) =>
      begun === '' ? sent === received : received.length >= sent.length,
    );
  const last = answers.at(-1);
  // Who was answered again by a status of its own, as 304 without a body, has what it took for success.
  if (last === undefined || [...answers, own.at(-1)!].some(isWhole)) return undefined;
  // A finished call without a whole answer behind it.
  if (last.completed === undefined)
    return {
      code: 'truncated',
      message: `succeeded with ${quote(received)} though its answer was cut (${last.cut?.how ?? 'unfinished'})`,
    };
  return {
    code: 'incomplete',
    message: `succeeded with ${quote(received)} of ${quote(last.texts.join(''))}`,
  };
}

/** True when an answer that nobody had asked for came behind this one, and was read before `call` began: it is the last that is sent of it. */
function isStray({ unsolicited, arrived }: ExchangeView, { started }: CallView): boolean {
  return unsolicited !== undefined && arrived !== undefined && arrived.index < started.index;
}

/** What was sent whole, and the item of which a part was sent. */
type Reading = { sent: string; begun: string };

/** The ways in which an application may receive an answer: what it is to make of it, and what is on the wire. */
function readings({ texts, begun, wires, begunWire }: ExchangeView): Reading[] {
  const made = { sent: texts.join(''), begun };
  if (wires.length === 0 && begunWire === '') return [made];
  return [made, { sent: wires.join(''), begun: begunWire }];
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
