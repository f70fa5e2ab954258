// Which of the client's requests may use the session that everybody shares (#27250): promises about a whole run of the
// client of src/, with sessions that tell what they carry.
import type { Trace } from '../harness/index.ts';

/** Routes whose answer is a stream. */
const STREAMING: ReadonlySet<string> = new Set(['btw', 'events']);

/** No streaming path is left on the shared session, and all others are still there. */
export const STREAMING_PATH_RULES: Record<string, (trace: Trace) => string | undefined> = {
  'no streaming path is left on the shared session': (trace) =>
    trace.case.variant === 'shared'
      ? undefined
      : findRequest(trace, (route, isOnOwn) => STREAMING.has(route) && !isOnOwn),
  'callers that pass no session use the shared one, as before': (trace) =>
    findRequest(
      trace,
      (route, isOnOwn) => isOnOwn && (!STREAMING.has(route) || trace.case.variant === 'shared'),
    ),
};

function findRequest(
  { events }: Trace,
  isWrong: (route: string, isOnOwn: boolean) => boolean,
): string | undefined {
  const sent = new Set<string>();
  for (const event of events) if (event.kind === 'session' && event.what === 'sends') sent.add(event.call);
  for (const event of events) {
    if (event.kind !== 'wire' || event.event.what !== 'request') continue;
    const isOnOwn = sent.has(event.call);
    if (isWrong(event.route, isOnOwn))
      return `${event.call} was sent on ${isOnOwn ? 'a session of its own' : 'the shared session'}`;
  }
  return undefined;
}
