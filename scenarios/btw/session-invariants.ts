// The reviewer's findings on sessions made for one call (#27250), as promises about a whole run. The fourth, that a
// repetition is on the same session, is the retry oracle's.
import type { Trace, TraceEvent } from '../../harness/index.ts';

type Invariants = Record<string, (trace: Trace) => string | undefined>;

/** Virtual milliseconds in which a call that was left has ended its session. */
const PROMPT_MS = 1_000;

/** One session that was made for one call, and when its end was first ordered. */
type OwnSession = { call: string; endIndex: number; endMs: number };

/** Which session a BTW uses, and when that session ends. */
export const SESSION_RULES: Invariants = {
  'a session ends only after its bytes are consumed or its consumer has left': (trace) => {
    for (const { call, endIndex } of listOwnSessions(trace)) {
      if (isLeft(trace, call, endIndex)) continue;
      const late = trace.events.findIndex((event, index) => index > endIndex && isArrival(event, call));
      if (late >= 0) return `the session of ${call} ended before its answer had arrived`;
      const own = trace.events.find((event) => event.kind === 'settled' && event.call === call);
      const code = own?.kind === 'settled' ? (own.error?.code ?? '') : '';
      if (OWN_ENDS.has(code)) return `${call} lost its session to nobody's wish: ${code}`;
    }
    return undefined;
  },
  'leaving reaches the reading loop and ends its session': (trace) => {
    const sessions = listOwnSessions(trace);
    const leftMs = new Map<string, number>();
    for (const event of trace.events)
      if (event.kind === 'action' && event.prompt)
        for (const call of event.cancels) if (!leftMs.has(call)) leftMs.set(call, event.ms);
    for (const { call, endMs } of sessions) {
      const sinceMs = endMs - (leftMs.get(call) ?? endMs);
      if (sinceMs > PROMPT_MS)
        return `${call} was left, and its session ${endMs === Infinity ? 'never ended' : `ended ${sinceMs} ms later`}`;
    }
    return undefined;
  },
  'a session is made for each call, and by no other': (trace) => {
    if (trace.case.variant !== 'per-call') return undefined;
    const owners = new Map<number, string>();
    for (const event of trace.events) {
      if (event.kind !== 'session' || event.what !== 'sends' || event.call === 'events') continue;
      const owner = owners.get(event.session) ?? event.call;
      owners.set(event.session, owner);
      if (owner !== event.call) return `${event.call} was sent on the session of ${owner}`;
    }
    return undefined;
  },
};

/** What a call fails with that its session ended under. */
const OWN_ENDS: ReadonlySet<string> = new Set([
  'ERR_TASK_CANCELLED',
  'ERR_SESSION_ENDED',
  'ERR_SESSION_INVALIDATED',
]);

/** Sessions of the variant that makes one per call; a call that never sent has nothing to be judged by. */
function listOwnSessions({ case: { variant }, events }: Trace): OwnSession[] {
  if (variant !== 'per-call') return [];
  const sessions = new Map<number, OwnSession>();
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'session') continue;
    const session = sessions.get(event.session);
    if (event.what === 'sends') {
      if (session === undefined && event.call !== 'events')
        sessions.set(event.session, { call: event.call, endIndex: Infinity, endMs: Infinity });
    } else if (session?.endIndex === Infinity) {
      session.endIndex = index;
      session.endMs = event.ms;
    }
  }
  return [...sessions.values()];
}

function isLeft({ events }: Trace, call: string, endIndex: number): boolean {
  return events.some(
    (event, index) => index < endIndex && event.kind === 'action' && event.cancels.includes(call),
  );
}

/** True for pieces of a BTW's answer that its application is to read. */
function isArrival(event: TraceEvent, call: string): boolean {
  return event.kind === 'arrived' && event.call === call && event.texts.some((text) => text !== '');
}
