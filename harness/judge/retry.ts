// retry: a call that met a 401 is repeated once, with a fresh token, on the same session, after the body of the 401 was
// read or given up; and one refresh is under way at a time. Judged where the gateway hands out tokens.
import type { Finding } from '../model/finding.ts';
import { isOwn, type CallView, type ExchangeView, type RunView } from './run-view.ts';

/** Repetitions after a 401 that break a rule, and refreshes that were asked for twice. */
export function judgeRetry(view: RunView): Finding[] {
  const refreshes = view.exchanges.filter((exchange) => exchange.refreshes);
  if (refreshes.length === 0) return [];
  const findings: Finding[] = [];
  const complain = (code: string, subject: string, message: string, { requested }: ExchangeView): void => {
    findings.push({
      oracle: 'retry',
      code,
      evidence: 'native',
      message,
      step: requested.step,
      subject,
      places: [],
    });
  };
  const twice = refreshes.find((refresh) =>
    refreshes.some((other) => other !== refresh && isUnderWay(other, refresh)),
  );
  if (twice !== undefined)
    complain('refreshed-twice', twice.route, 'a refresh was asked for while another was under way', twice);
  for (const call of view.calls)
    for (const [nth, { refused, repeated, wasRepeated }] of listRepetitions(view, call).entries()) {
      const { name } = call;
      if (nth > 0 && wasRepeated)
        complain('repeated-again', name, `${name} was repeated a second time after a 401`, repeated);
      if (repeated.authorization === refused.authorization)
        complain('stale-token', name, `${name} was repeated with the token that had been refused`, repeated);
      if (isUnderWay(refused, repeated))
        complain(
          'unread-body',
          name,
          `${name} was repeated while the body of its 401 was still to be read`,
          repeated,
        );
      const first = sessionBetween(view, call, call.started.index, refused);
      const second = sessionBetween(view, call, refused.requested.index, repeated);
      if (first !== second)
        complain('other-session', name, `${name} was repeated on ${second}, not on ${first}`, repeated);
    }
  return findings;
}

type Repetition = { refused: ExchangeView; repeated: ExchangeView; wasRepeated: boolean };

/** Pairs of requests of one call to one route, the first of which was answered with 401. */
function listRepetitions(view: RunView, call: CallView): Repetition[] {
  const pairs: Repetition[] = [];
  const latest = new Map<string, ExchangeView & { isRepetition: boolean }>();
  for (const exchange of view.exchanges) {
    if (!isOwn(exchange, call) || !isDuring(exchange, call)) continue;
    const before = latest.get(exchange.route);
    const isRepetition = before?.status === 401;
    if (isRepetition) pairs.push({ refused: before, repeated: exchange, wasRepeated: before.isRepetition });
    latest.set(exchange.route, { ...exchange, isRepetition });
  }
  return pairs;
}

function isDuring({ requested }: ExchangeView, { started, settled }: CallView): boolean {
  return requested.index > started.index && (settled === undefined || requested.index < settled.index);
}

/** True when `exchange` was asked before `later` and neither side had done with it by then. */
function isUnderWay(exchange: ExchangeView, later: ExchangeView): boolean {
  if (exchange.requested.index >= later.requested.index) return false;
  return [exchange.completed, exchange.cut, exchange.clientClosed].every(
    (end) => end === undefined || end.index > later.requested.index,
  );
}

/** The session that carried the request, where the subject tells: the one that sent for the call since `fromIndex`. */
function sessionBetween(
  view: RunView,
  { name }: CallView,
  fromIndex: number,
  { requested }: ExchangeView,
): string {
  const sent = view.sends.find(
    ({ call, at }) => call === name && at.index > fromIndex && at.index < requested.index,
  );
  return sent === undefined ? 'a session nobody watches' : `session ${sent.session}`;
}
