// Routes as scripts + a fault plan → bytes on connections, and a ledger of what was really sent and received.
// Synchronous throughout: the same code serves simulated and real sockets, and adds no turn of its own.
import type { Fault } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { WireEvent } from '../model/trace.ts';
import { GatewaySession } from './gateway-session.ts';
import type { Answer, GatewayRequest, Route } from './script.ts';
import type { ConnectionHandler, GatewayConnection } from './transport.ts';

/** What the gateway needs of the world around it. */
export interface GatewayHost {
  /** Runs `job` after `ms` virtual milliseconds, as an event of its own on the lane `lane`. */
  schedule(lane: string, ms: number, what: string, job: () => void): void;
  /** Writes one line of the ledger. */
  record(exchange: Exchange, event: WireEvent): void;
  /** Notes that a fault of the plan has really struck. */
  recordFault(fault: Fault, target: string): void;
}

/** One request and its answer. `call` is the scenario's call it belongs to, '' when unknown. */
export type Exchange = {
  id: number;
  route: string;
  connection: number;
  call: string;
  request: GatewayRequest;
};

/** Name of the call that looks for collateral damage when the actors are done. */
const PROBE = 'probe';

/** The mock gateway of one run. */
export class Gateway {
  readonly host: GatewayHost;
  readonly #routes: readonly Route[];
  /** Who may call: the actors, and the probe that comes after them. */
  readonly #actors: readonly string[];
  /** Whose every request is that names nobody, '' when it may be several actors'. */
  #onlyActor: string;
  #faults: readonly Fault[];
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();
  #exchangeCount = 0;
  #refreshed = false;

  constructor(options: {
    routes: readonly Route[];
    faults: readonly Fault[];
    actors: readonly string[];
    host: GatewayHost;
  }) {
    this.#routes = options.routes;
    this.#faults = options.faults;
    this.#actors = [...options.actors, PROBE];
    this.#onlyActor = options.actors.length === 1 ? options.actors[0]! : '';
    this.host = options.host;
  }

  /** A client connected: returns what listens to the connection. */
  accept(connection: GatewayConnection): ConnectionHandler {
    return new GatewaySession(this, connection);
  }

  /** Faults that strike the N-th connection. */
  faultsOfConnection(connection: number): readonly Fault[] {
    return this.#faults.filter((fault) => fault.on === `connection#${connection}`);
  }

  /** From now on nothing new goes wrong; what already struck stays as it is. */
  stopFaults(): void {
    this.#faults = [];
    // From here on the probe calls as well.
    this.#onlyActor = '';
  }

  /** Answers a request: its exchange, the answer, and the faults that strike it. */
  open(request: GatewayRequest, connection: number): { exchange: Exchange; answer: Answer; faults: Fault[] } {
    const route = this.#routes.find((candidate) => matches(candidate, request, this.#actors));
    const name = route?.name ?? 'unknown';
    const nth = this.#counts.get(name) ?? 0;
    this.#counts.set(name, nth + 1);
    const id = this.#exchangeCount++;
    const call = (route && ask(route, request, () => route.call?.(request))) ?? this.#callOf(request);
    const exchange = { id, route: name, connection, call, request };
    this.host.record(exchange, {
      what: 'request',
      method: request.method,
      path: request.path,
      authorization: request.headers['authorization'] ?? '',
      body: request.body,
      ...(route?.refreshes === true && { refreshes: true }),
    });
    for (const resume of this.#waiting.get(name)?.splice(0) ?? []) resume();
    const faults = this.#faults.filter((fault) => fault.on === `${name}#${nth}`);
    const refusal = this.#refusalOf(name, nth);
    if (refusal !== undefined) {
      this.host.recordFault(refusal, `${name}#${nth}`);
      return { exchange, answer: unauthorized(refusal.body), faults };
    }
    const answer =
      route === undefined
        ? notFound()
        : ask(route, request, () => route.answer(request, { token: `t${id}`, nth }));
    return { exchange, answer, faults };
  }

  /** What a client sent is no request: an exchange of nobody's, with the answer that every HTTP server gives. */
  openMalformed(connection: number): { exchange: Exchange; answer: Answer } {
    const request = { method: '', path: '', headers: {}, body: '' };
    const exchange = { id: this.#exchangeCount++, route: 'malformed', connection, call: '', request };
    this.host.record(exchange, { what: 'request', method: '', path: '', authorization: '', body: '' });
    return { exchange, answer: { status: 400, headers: { connection: 'close' }, framing: 'length' } };
  }

  /** Calls `resume` when the route `name` is asked next. */
  waitForRequest(name: string, resume: () => void): void {
    const list = this.#waiting.get(name) ?? [];
    list.push(resume);
    this.#waiting.set(name, list);
  }

  /** An answer went out whole: a successful refresh ends the faults that wait for one. */
  completed(exchange: Exchange, status: number): void {
    const route = this.#routes.find((candidate) => candidate.name === exchange.route);
    if (route?.refreshes === true && status >= 200 && status < 300) this.#refreshed = true;
  }

  #refusalOf(name: string, nth: number): (Fault & { kind: 'unauthorized' }) | undefined {
    for (const fault of this.#faults) {
      if (fault.kind !== 'unauthorized') continue;
      const [route, from] = fault.on.split('#');
      if (route !== name) continue;
      const first = Number(from);
      if (fault.until === 'once' ? nth === first : nth >= first) {
        if (fault.until === 'refreshed' && this.#refreshed) continue;
        return fault;
      }
    }
    return undefined;
  }

  #callOf(request: GatewayRequest): string {
    const named = request.headers['x-call'];
    if (named !== undefined) return named;
    const segments = request.path.split(/[/?&=]/);
    const isNamed = (name: string): boolean => segments.includes(name);
    const isQuoted = (name: string): boolean => request.body.includes(`"${name}"`);
    const actor = this.#actors.find(isNamed) ?? this.#actors.find(isQuoted);
    return actor ?? this.#onlyActor;
  }
}

/** What the author of a scenario wrote for a route. When it throws, that is no fault of the client. */
function ask<T>(route: Route, { method, path }: GatewayRequest, question: () => T): T {
  try {
    return question();
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ClosecallError(
      'ERR_ROUTE_THREW',
      `the gateway's route "${route.name}" threw while it was asked for ${method} ${path}: ${what}. Its functions must return an answer for every request: mend the scenario.`,
    );
  }
}

function matches(route: Route, request: GatewayRequest, actors: readonly string[]): boolean {
  if (route.method !== undefined && route.method !== request.method) return false;
  const path = request.path.split('?')[0]!;
  const [, first = ''] = path.split('/');
  return isAt(route, path) || (actors.includes(first) && isAt(route, path.slice(first.length + 1)));
}

function isAt({ path: wanted }: Route, path: string): boolean {
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;
}

/** Bytes of a large 401 body: more than a socket's read buffer, so that leaving it unread keeps the connection busy. */
const LARGE_401_CHARS = 200_000;

function unauthorized(body: 'none' | 'small' | 'large'): Answer {
  const wire = body === 'none' ? '' : JSON.stringify({ error: 'unauthorized' });
  const padded = body === 'large' ? wire.padEnd(LARGE_401_CHARS, ' ') : wire;
  return {
    status: 401,
    headers: { 'content-type': 'application/json', 'www-authenticate': 'Bearer' },
    framing: 'length',
    body: padded === '' ? [] : [{ text: '', wire: padded }],
  };
}

function notFound(): Answer {
  const wire = JSON.stringify({ error: 'no such route' });
  return { status: 404, framing: 'length', body: [{ text: '', wire }] };
}
