// The faults of a plan that put another answer in the place of a route's own, and what has been asked so far → that answer.
import type { Fault } from '../model/fault.ts';
import type { Answer, GatewayRequest } from './script.ts';

type Refusing = Fault & { kind: 'unauthorized' | 'status' | 'redirect' };

/** Which requests are answered otherwise than their route says, and with what. */
export class Refusals {
  #faults: readonly Fault[];
  readonly #dateMs: () => number;
  #isRefreshed = false;
  /** Values of `authorization` that count for nothing any more, with the fault that made it so. */
  readonly #expired = new Map<string, Fault>();

  /** `dateMs` is the server's clock, in milliseconds since 1970. */
  constructor(faults: readonly Fault[], dateMs: () => number) {
    this.#faults = faults;
    this.#dateMs = dateMs;
  }

  /** From now on every route answers. */
  stop(): void {
    this.#faults = [];
    this.#expired.clear();
  }

  /** A fresh token was handed out. */
  refresh(): void {
    this.#isRefreshed = true;
  }

  /** The token of `request` counts for nothing any more. */
  expire({ headers: { authorization } }: GatewayRequest, fault: Fault): void {
    if (authorization !== undefined) this.#expired.set(authorization, fault);
  }

  /** What the N-th request of `route` is answered with instead; undefined when the route itself answers. */
  find(
    route: { name: string; refreshes: boolean },
    nth: number,
    request: GatewayRequest,
  ): { fault: Fault; answer: Answer } | undefined {
    for (const fault of this.#faults)
      if (isRefusing(fault) && this.#isMet(fault, route.name, nth))
        return { fault, answer: this.#answer(fault, request) };
    const expired = this.#expired.get(request.headers['authorization'] ?? '');
    if (expired !== undefined && !route.refreshes) return { fault: expired, answer: unauthorized('small') };
    return undefined;
  }

  #isMet(fault: Refusing, route: string, nth: number): boolean {
    const [name, from] = fault.on.split('#');
    const first = Number(from);
    if (name !== route || nth < first) return false;
    if (fault.kind === 'redirect') return fault.form === 'loop' || nth === first;
    if (fault.until === 'once') return nth === first;
    if (fault.until === 'flapping') return (nth - first) % 2 === 0;
    return fault.until === 'always' || !this.#isRefreshed;
  }

  #answer(fault: Refusing, request: GatewayRequest): Answer {
    if (fault.kind === 'unauthorized') return unauthorized(fault.body);
    if (fault.kind === 'redirect') return redirect(fault, request);
    const retryAfter = this.#retryAfter(fault.retryAfter);
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    return errorAnswer(fault.status, 'refused', fault.body, headers);
  }

  #retryAfter(form: 'none' | 'seconds' | 'date' | 'nonsense'): string | undefined {
    if (form === 'none') return undefined;
    if (form === 'seconds') return String(RETRY_AFTER_SECONDS);
    if (form === 'nonsense') return 'soon';
    return new Date(this.#dateMs() + RETRY_AFTER_SECONDS * 1_000).toUTCString();
  }
}

/** Seconds after which a client may ask again: longer than a backoff's first, shorter than a test's patience. */
const RETRY_AFTER_SECONDS = 2;

function isRefusing(fault: Fault): fault is Refusing {
  return fault.kind === 'unauthorized' || fault.kind === 'status' || fault.kind === 'redirect';
}

function redirect({ status, form }: Fault & { kind: 'redirect' }, { path }: GatewayRequest): Answer {
  return errorAnswer(status, 'moved', 'small', { location: form === 'invalid' ? 'http://[' : path });
}

/** Characters of a large body: more than a socket's read buffer, so that leaving it unread keeps the connection busy. */
const LARGE_BODY_CHARS = 200_000;

function unauthorized(body: 'none' | 'small' | 'large'): Answer {
  return errorAnswer(401, 'unauthorized', body, { 'www-authenticate': 'Bearer' });
}

function errorAnswer(
  status: number,
  error: string,
  body: 'none' | 'small' | 'large',
  headers: Record<string, string>,
): Answer {
  const wire = body === 'none' ? '' : JSON.stringify({ error });
  const padded = body === 'large' ? wire.padEnd(LARGE_BODY_CHARS, ' ') : wire;
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    framing: 'length',
    body: padded === '' ? [] : [{ text: '', wire: padded }],
  };
}
