// What a watched run came to → the alarms that it raises. Pure: whoever wrote the loop knows what the server sent, which calls were given
// up, and nothing of what goes on inside the client.
import type { Alarm } from './alarms.ts';

/** One request as the server saw it. `call` is '' for nobody's; `text` is what a whole answer brings to the application. */
export type Exchange = { call: string; status: number; text: string; isRefresh: boolean };

/** One call as its caller saw it. `isReader`: it resolved with text, so that it was to deliver all of the answer. */
export type CallFacts = {
  name: string;
  outcome: 'resolved' | 'rejected' | 'pending';
  isReader: boolean;
  delivered: string;
  /** Somebody aborted it, left it, or took its session. */
  isGivenUp: boolean;
  hasDeliveredLate: boolean;
};

/** All of a run, after the end of the client. */
export type RunFacts = {
  calls: readonly CallFacts[];
  exchanges: readonly Exchange[];
  /** What each subscriber was told. */
  told: readonly (readonly string[])[];
  /** Streams of subscribers that have not ended. */
  openStreams: number;
  /** Connections that the server still has from the client. */
  openConnections: number;
  /** The client went on without end, also after its own. */
  isEndless: boolean;
};

/** The alarms of a run, each once. What the process was told besides is none of the run's business here. */
export function judgeRun(facts: RunFacts): Alarm[] {
  const alarms = new Set(facts.calls.flatMap((call) => judgeCall(call, facts.exchanges)));
  const [first = [], ...others] = facts.told;
  if (others.some((other) => other.join('\n') !== first.join('\n'))) alarms.add('delivery');
  if (facts.openStreams > 0 || facts.isEndless) alarms.add('pending');
  if (facts.openConnections > 0) alarms.add('left-open');
  return [...alarms];
}

function judgeCall(call: CallFacts, exchanges: readonly Exchange[]): Alarm[] {
  const answer = exchanges.findLast((exchange) => exchange.call === call.name && isSuccess(exchange));
  const alarms: Alarm[] = [];
  if (call.outcome === 'pending') alarms.push('pending');
  const isUnexcused = call.outcome === 'rejected' && !call.isGivenUp;
  if (isUnexcused && isServed(call.name, exchanges)) alarms.push('rejected');
  const sent = answer?.text ?? '';
  const isWhole = call.outcome === 'resolved' && call.isReader && !call.isGivenUp;
  const isWrong = isWhole
    ? answer === undefined || call.delivered !== sent
    : !sent.startsWith(call.delivered);
  if (isWrong || call.hasDeliveredLate) alarms.push('delivery');
  return alarms;
}

/** The server never cuts an answer: a call is entitled to succeed unless it was refused, and no refresh could have mended that. */
function isServed(name: string, exchanges: readonly Exchange[]): boolean {
  const latest = exchanges.findLast(({ call }) => call === name);
  if (latest === undefined || isSuccess(latest)) return true;
  return exchanges.some((exchange) => exchange.isRefresh && isSuccess(exchange));
}

function isSuccess({ status }: Exchange): boolean {
  return status >= 200 && status < 300;
}
