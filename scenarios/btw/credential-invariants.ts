// What a 401 and the refresh after it do to the credentials: promises about a whole run.
import type { Trace, TraceEvent } from '../../harness/index.ts';

type Invariants = Record<string, (trace: Trace) => string | undefined>;

/** Faults after which the gateway may not have seen, or the client not have read, what decides. */
const LOSSES: ReadonlySet<string> = new Set(['refuse', 'reset', 'fin', 'stall', 'slow-connect', 'delay']);

/** One request of the BTW or refresh route, in the order in which the gateway saw them. */
type Asked = {
  route: string;
  call: string;
  authorization: string;
  status: number;
  atIndex: number;
  endIndex: number;
};

/** One call of a consumer. */
type Call = { name: string; atIndex: number; endIndex: number; code: string; isCancelled: boolean };

/** Success stores the token, a terminal error clears it, a transient one changes nothing. */
export const CREDENTIAL_RULES: Invariants = {
  'nothing but a 401 is repeated': (trace) => {
    const latest = new Map<string, Asked>();
    for (const asked of listAsked(trace)) {
      if (asked.route !== 'btw') continue;
      const before = latest.get(asked.call);
      if (before !== undefined && before.status !== 401)
        return `${asked.call} was repeated after status ${before.status}`;
      latest.set(asked.call, asked);
    }
    return undefined;
  },
  'a refresh is asked only for a token that was refused': (trace) => {
    const refused = new Set<string>();
    for (const { route, authorization, status } of listAsked(trace))
      if (route === 'refresh') {
        if (authorization !== '' && !refused.has(authorization))
          return `a refresh was asked for "${authorization}", which nobody had refused`;
      } else if (status === 401) refused.add(authorization);
    return undefined;
  },
  'a failed refresh is an authentication error': (trace) => {
    const asked = listAsked(trace).filter(({ route }) => route === 'btw');
    for (const { name, code } of listCalls(trace)) {
      const own = asked.filter(({ call }) => call === name);
      if (own.length === 1 && own[0]!.status === 401 && code === 'ERR_BTW_STATUS')
        return `${name} was given its 401, though it had not been repeated`;
    }
    return undefined;
  },
  'every 401 is answered by a refresh': (trace) => {
    // A refresh that outlived its consumer may answer the next call's 401 after the gateway has done with it.
    if (hasLoss(trace) || trace.events.some(({ kind }) => kind === 'action')) return undefined;
    const asked = listAsked(trace);
    const refreshes = asked.filter(({ route }) => route === 'refresh');
    for (const { name, atIndex, endIndex } of listCalls(trace)) {
      const refused = asked.filter(({ call, status }) => call === name && status === 401);
      if (refused.length === 0) continue;
      const isAsked = refreshes.some((refresh) => refresh.atIndex < endIndex && refresh.endIndex > atIndex);
      // One that began with a token that others had been refused is served by the refresh after those.
      const isServed = refused.every(({ authorization }) => {
        const first = asked.find((other) => other.status === 401 && other.authorization === authorization)!;
        return refreshes.some((refresh) => refresh.atIndex > first.endIndex && refresh.atIndex < endIndex);
      });
      if (!isAsked && !isServed) return `${name} met a 401, and no refresh was asked while it was under way`;
    }
    return undefined;
  },
  'a call begun after a refresh uses what it came to': (trace) => {
    if (hasLoss(trace)) return undefined;
    const asked = listAsked(trace);
    for (const call of listCalls(trace)) {
      const first = asked.find(({ call: name }) => call.name === name);
      if (first === undefined) continue;
      const before = asked.filter(({ endIndex }) => endIndex < call.atIndex);
      const refresh = before.findLast(({ route, status }) => route === 'refresh' && status !== 503);
      if (refresh === undefined && first.authorization === '')
        return `${call.name} was sent without a token, though no refresh had been refused for good`;
      if (!isOver(refresh, trace, call)) continue;
      if (refresh!.status === 401 && first.authorization !== '')
        return `${call.name} was sent with a token, though its refresh had been refused for good`;
      // Refused before the refresh, that is: a token may be refused that is fresh.
      const refused = before.filter(({ status, endIndex }) => status === 401 && endIndex < refresh!.atIndex);
      if (
        refresh!.status === 200 &&
        refused.some(({ authorization }) => authorization === first.authorization)
      )
        return `${call.name} was sent with a token that had been refused and refreshed`;
    }
    return undefined;
  },
};

/** True when a call that waited for the refresh was settled by it before `next` began: its outcome is stored. */
function isOver(refresh: Asked | undefined, trace: Trace, next: Call): boolean {
  if (refresh === undefined) return false;
  return listCalls(trace).some(
    ({ endIndex, isCancelled, code }) =>
      !isCancelled &&
      endIndex > refresh.endIndex &&
      endIndex < next.atIndex &&
      (code === '' || code === 'ERR_AUTHENTICATION'),
  );
}

function hasLoss({ events }: Trace): boolean {
  return events.some((event) => event.kind === 'fault' && LOSSES.has(event.fault));
}

function listAsked({ events }: Trace): Asked[] {
  const asked = new Map<number, Asked>();
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'wire' || !isWatched(event)) continue;
    const { exchange, event: wire } = event;
    if (wire.what === 'request')
      asked.set(exchange, {
        route: event.route,
        call: event.call,
        authorization: wire.authorization,
        status: 0,
        atIndex: index,
        endIndex: events.length,
      });
    else if (wire.what === 'head') asked.get(exchange)!.status = wire.status;
    else if (wire.what === 'complete') asked.get(exchange)!.endIndex = index;
  }
  return [...asked.values()];
}

function isWatched({ route }: TraceEvent & { kind: 'wire' }): boolean {
  return route === 'btw' || route === 'refresh';
}

function listCalls({ events }: Trace): Call[] {
  const calls = new Map<string, Call>();
  const cancelled = new Set<string>();
  for (const [index, event] of events.entries())
    if (event.kind === 'call')
      calls.set(event.call, {
        name: event.call,
        atIndex: index,
        endIndex: events.length,
        code: '',
        isCancelled: cancelled.has(event.actor),
      });
    else if (event.kind === 'settled') {
      const call = calls.get(event.call);
      if (call === undefined) continue;
      call.endIndex = index;
      call.code = event.error?.code ?? '';
    } else if (event.kind === 'action')
      for (const name of event.cancels) {
        cancelled.add(name);
        const call = calls.get(name);
        if (call !== undefined) call.isCancelled = true;
      }
  return [...calls.values()];
}
