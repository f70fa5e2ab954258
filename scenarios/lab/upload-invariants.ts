// The gateway's ledger → what is wrong with the requests themselves: a body that is not what the caller gave, or a request
// that must not be repeated and was.
import type { Trace } from '../../harness/index.ts';
import { textOf, type UploadProgram } from './uploads.ts';

type Calls = Readonly<Record<string, { upload?: UploadProgram }>>;

/** Methods that a client may send again by itself (RFC 9110, section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** A request that came in, whether the answer before it asked for it, and whether any before let it lose its body. */
type Request = {
  call: string;
  method: string;
  body: string;
  isAskedFor: boolean;
  mayBeEmpty: boolean;
  isWhole: boolean;
};

/** Redirects behind which a request may be one without a body, and stays so (RFC 9110, section 15.4). */
const BODY_DROPPING: ReadonlySet<number> = new Set([301, 302, 303]);

/** A message when a request that came in whole carries something else than its caller gave. */
export function checkUploads(trace: Trace, calls: Calls): string | undefined {
  for (const { call, method, body, isAskedFor, mayBeEmpty, isWhole } of listRequests(trace, calls)) {
    if (!isWhole || isAskedFor || (mayBeEmpty && body === '')) continue;
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

function listRequests({ events }: Trace, calls: Calls): Request[] {
  const requests: Request[] = [];
  const early = routesAnsweredEarly(events);
  const lastStatus = new Map<string, number>();
  const emptied = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'wire' || !(event.call in calls)) continue;
    const { call, route, event: wire } = event;
    if (wire.what === 'head') {
      lastStatus.set(call, wire.status);
      if (BODY_DROPPING.has(wire.status)) emptied.add(call);
    }
    if (wire.what !== 'request') continue;
    const { method, body } = wire;
    // What was answered before it was read carries nobody knows what.
    const isWhole = !early.has(route);
    const isAskedFor = isRepeatable(lastStatus.get(call));
    requests.push({ call, method, body, isAskedFor, mayBeEmpty: emptied.has(call), isWhole });
  }
  return requests;
}

/** Routes of which the gateway answered a request before it had come in. */
function routesAnsweredEarly(events: Trace['events']): ReadonlySet<string> {
  const routes = new Set<string>();
  for (const event of events)
    if (event.kind === 'fault' && event.fault === 'early-answer')
      routes.add(event.target.slice(0, event.target.indexOf('#')));
  return routes;
}

/** A redirect asks for another request, and "misdirected" and "too early" for the same once more. */
function isRepeatable(status = 0): boolean {
  return (status >= 300 && status < 400) || status === 421 || status === 425;
}
