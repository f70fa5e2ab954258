// corruption: what is delivered is a prefix of what was sent, in order, once; all of it when nobody cancelled; nothing
// after cancellation.
import type { Finding } from '../model/finding.ts';
import { isOwn, type CallView, type ExchangeView, type RunView } from './run-view.ts';

/** Calls whose data is not what the gateway sent for them. Calls that deliver nothing are not judged. */
export function judgeCorruption({ calls, exchanges }: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const call of calls) {
    const { name, delivered, settled } = call;
    if (delivered.length === 0 && settled?.value === undefined) continue;
    const received = delivered.length > 0 ? delivered.map(({ text }) => text).join('') : settled!.value!;
    const own = exchanges.filter((exchange) => isOwn(exchange, call) || exchange.call === '');
    const problem = compare(received, own, call);
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
): { code: string; message: string } | undefined {
  const sources = own.filter(({ texts, begun }) => (texts.join('') + begun).startsWith(received));
  if (sources.length === 0 && received !== '')
    return {
      code: 'not-what-was-sent',
      message: `received ${quote(received)}, which no answer to it begins with`,
    };
  // What was under way inside the client within the step of the cancellation may still come through.
  const late = cancelledPromptly && delivered.find(({ step }) => step > cancelledPromptly.step);
  if (late !== undefined)
    return {
      code: 'delivered-after-cancel',
      message: `received ${quote(late.text)} after "${cancelledPromptly!.action}"`,
    };
  if (settled === undefined || !settled.ok || cancelled !== undefined) return undefined;
  // An error's body says nothing of what was asked for.
  const answers = own.filter(({ status }) => status === undefined || status < 300);
  // An answer that ended inside an item (its end is the connection's) is whole with the part that was sent.
  const isWhole = ({ completed, texts, begun }: ExchangeView): boolean =>
    completed !== undefined &&
    (begun === '' ? texts.join('') === received : received.length >= texts.join('').length);
  const last = answers.at(-1);
  if (last === undefined || answers.some(isWhole)) return undefined;
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

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
