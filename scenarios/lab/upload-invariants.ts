// The gateway's ledger → what is wrong with the requests themselves: a body that is not what the caller gave, or a request
// that must not be repeated and was.
import type { Trace } from '../../harness/index.ts';
import { textOf, type UploadProgram } from './uploads.ts';

type Calls = Readonly<Record<string, { upload?: UploadProgram }>>;

/** Methods that a client may send again by itself (RFC 9110, section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** A message when a request that came in whole carries something else than its caller gave. */
export function checkUploads({ events }: Trace, calls: Calls): string | undefined {
  for (const event of events) {
    if (event.kind !== 'wire' || event.event.what !== 'request') continue;
    // Answered before it was read: nobody knows what it would have carried.
    if (isAnsweredEarly(events, event.route)) continue;
    const upload = calls[event.call]?.upload;
    const { body, method } = event.event;
    const expected = upload === undefined ? '' : textOf(event.call, upload);
    const isAsGiven =
      upload?.kind === 'form-data' ? body.includes(`\r\n\r\n${expected}\r\n`) : body === expected;
    if (!isAsGiven)
      return `${method} of ${event.call} came in with a body of ${body.length} characters that is not the one its caller gave (${expected.length})`;
  }
  return undefined;
}

function isAnsweredEarly(events: Trace['events'], route: string): boolean {
  return events.some(
    (event) =>
      event.kind === 'fault' && event.fault === 'early-answer' && event.target.startsWith(`${route}#`),
  );
}

/** A message when a request that is not idempotent came in twice. */
export function checkAttempts({ events }: Trace, calls: Calls): string | undefined {
  const seen = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'wire' || event.event.what !== 'request' || !(event.call in calls)) continue;
    const { method } = event.event;
    if (IDEMPOTENT.has(method)) continue;
    if (seen.has(event.call)) return `${method} of ${event.call}, which is not idempotent, was sent twice`;
    seen.add(event.call);
  }
  return undefined;
}
