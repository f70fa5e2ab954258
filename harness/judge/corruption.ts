// corruption: what is delivered is a prefix of what was sent, in order, once; all of it when nobody cancelled.
import type { Finding } from '../model/finding.ts';
import type { CallView, ExchangeView, RunView } from './run-view.ts';

/** Calls whose data is not what the gateway sent for them. Calls that deliver nothing are not judged. */
export function judgeCorruption({ calls, exchanges }: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const call of calls) {
    const { name, delivered, settled } = call;
    if (delivered.length === 0 && settled?.value === undefined) continue;
    const received = delivered.length > 0 ? delivered.map(({ text }) => text).join('') : settled!.value!;
    const own = exchanges.filter((exchange) => exchange.call === name || exchange.call === '');
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
  { settled, cancelled }: CallView,
): { code: string; message: string } | undefined {
  const sources = own.filter(({ texts, begun }) => (texts.join('') + begun).startsWith(received));
  if (sources.length === 0 && received !== '')
    return {
      code: 'not-what-was-sent',
      message: `received ${quote(received)}, which no answer to it begins with`,
    };
  if (settled === undefined || !settled.ok || cancelled !== undefined) return undefined;
  if (sources.some((exchange) => exchange.completed !== undefined && exchange.texts.join('') === received))
    return undefined;
  // A finished call without a whole answer behind it.
  const last = own.findLast(({ status }) => status === undefined || status < 300);
  if (last === undefined) return undefined;
  if (last.cut !== undefined || last.completed === undefined)
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
