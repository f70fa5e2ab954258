// The gateway's ledger → what is wrong with the requests themselves: a body that is not what the caller gave, or a request
// that must not be repeated and was.
import type { Trace } from '../../harness/index.ts';
import { textOf, type UploadProgram } from './uploads.ts';

type Calls = Readonly<Record<string, { upload?: UploadProgram }>>;

/** Methods that a client may send again by itself (RFC 9110, section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** A request that came in, and whether the answer before it asked for it. */
type Request = { call: string; method: string; body: string; isAskedFor: boolean; isWhole: boolean };

/** A message when a request that came in whole carries something else than its caller gave. */
export function checkUploads(trace: Trace, calls: Calls): string | undefined {
  for (const { call, method, body, isAskedFor, isWhole } of listRequests(trace, calls)) {
    // After a redirect it may be another request, without a body (RFC 9110, section 15.4).
    if (!isWhole || isAskedFor) continue;
    const { upload } = calls[call]!;
    const expected = upload === undefined ? '' : textOf(call, upload);
    const isAsGiven =
      upload?.kind === 'form-data' ? body.includes(`\r\n\r\n${expected}\r\n`) : body === expected;
    if (!isAsGiven)
      return `${method} of ${call} came in with a body of ${body.length} characters that is not the one its caller gave (${expected.length})`;
  }
  return undefined;
}

/** A message when a request that is not idempotent came in twice, and nobody had asked for that. */
export function checkAttempts(trace: Trace, calls: Calls): string | undefined {
  const seen = new Set<string>();
  for (const { call, method, isAskedFor } of listRequests(trace, calls)) {
    if (IDEMPOTENT.has(method) || isAskedFor) continue;
    if (seen.has(call)) return `${method} of ${call}, which is not idempotent, was sent twice`;
    seen.add(call);
  }
  return undefined;
}

function listRequests({ case: kase, events }: Trace, calls: Calls): Request[] {
  const requests: Request[] = [];
  const lastStatus = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'wire' || !(event.call in calls)) continue;
    const { call, route, event: wire } = event;
    if (wire.what === 'head') lastStatus.set(call, wire.status);
    if (wire.what !== 'request') continue;
    const { method, body } = wire;
    // What was answered before it was read carries nobody knows what.
    const isWhole = !kase.faults.some(
      ({ kind, on }) => kind === 'early-answer' && on.startsWith(`${route}#`),
    );
    requests.push({ call, method, body, isAskedFor: isRepeatable(lastStatus.get(call)), isWhole });
  }
  return requests;
}

/** A redirect asks for another request, and "misdirected" and "too early" for the same once more. */
function isRepeatable(status = 0): boolean {
  return (status >= 300 && status < 400) || status === 421 || status === 425;
}
