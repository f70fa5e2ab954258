// Routes as scripts + a fault plan → bytes on connections, and a ledger of what was really sent and received.
// Synchronous throughout: the same code serves simulated and real sockets, and adds no turn of its own.
import type { Fault } from '../model/case.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { MALFORMED_ROUTE, type WireEvent } from '../model/trace.ts';
import { GatewaySession } from './gateway-session.ts';
import { Refusals } from './refusals.ts';
import { TUNNEL_ROUTE, withOriginForm } from './request-target.ts';
import type { Answer, GatewayRequest, Route } from './script.ts';
import type { ConnectionHandler, GatewayConnection } from './transport.ts';

/** What the gateway needs of the world around it. */
export interface GatewayHost {
  /** Runs `job` after `ms` virtual milliseconds, as an event of its own on the lane `lane`. */
  schedule(lane: string, ms: number, what: string, job: () => void): void;
  /** Writes one line of the ledger. */
  record(exchange: Exchange, event: WireEvent): void;
  /** The server's clock: virtual milliseconds since 1970. */
  dateMs(): number;
  /** The event loop stands still for `ms` virtual milliseconds: timers are late, and nothing else happens. */
  block(ms: number): void;
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
  readonly #halted = new Map<Exchange, string>();
  readonly #refusals: Refusals;
  #exchangeCount = 0;

  constructor(options: {
    routes: readonly Route[];
    faults: readonly Fault[];
    actors: readonly string[];
    host: GatewayHost;
  }) {
    this.#routes = [...options.routes, TUNNEL_ROUTE];
    this.#faults = options.faults;
    this.#actors = [...options.actors, PROBE];
    this.#onlyActor = options.actors.length === 1 ? options.actors[0]! : '';
    this.host = options.host;
    this.#refusals = new Refusals(options.faults, () => this.host.dateMs());
  }

  /** A client connected: returns what listens to the connection. */
  accept(connection: GatewayConnection): ConnectionHandler {
    return new GatewaySession(this, connection);
  }

  /** Faults that strike the N-th connection. */
  faultsOfConnection(connection: number): readonly Fault[] {
    return this.#faultsOn(`connection#${connection}`);
  }

  /** Fails the N-th lookup of a name: the code, undefined when it succeeds. */
  failLookup(nth: number): string | undefined {
    const fault = this.#faultsOn(`lookup#${nth}`).find(({ kind }) => kind === 'dns');
    if (fault?.kind !== 'dns') return undefined;
    this.host.recordFault(fault, fault.on);
    return fault.code;
  }

  #faultsOn(target: string): Fault[] {
    return this.#faults.filter((fault) => fault.on === target);
  }

  /** From now on nothing new goes wrong; what already struck stays as it is. */
  stopFaults(): void {
    this.#faults = [];
    this.#refusals.stop();
    // From here on the probe calls as well.
    this.#onlyActor = '';
  }

  /** The token of the request counts for nothing from now on. */
  expire({ request }: Exchange, fault: Fault): void {
    this.#refusals.expire(request, fault);
  }

  /** Faults that strike a request of which only the head is known, if it is the next that is answered. */
  faultsOfHead(request: GatewayRequest): readonly Fault[] {
    const name = this.#routeOf(withOriginForm(request))?.name ?? 'unknown';
    return this.#faultsOn(`${name}#${this.#counts.get(name) ?? 0}`);
  }

  #routeOf(request: GatewayRequest): Route | undefined {
    return this.#routes.find((candidate) => matches(candidate, request, this.#actors));
  }

  /**
   * Answers a request: its exchange, the answer, and the faults that strike it. `tunnel` is the exchange that made a tunnel
   * of the connection, where one did.
   */
  open(
    sent: GatewayRequest,
    connection: number,
    tunnel?: number,
  ): { exchange: Exchange; answer: Answer; faults: Fault[] } {
    const request = withOriginForm(sent);
    const route = this.#routeOf(request);
    const name = route?.name ?? 'unknown';
    const nth = this.#counts.get(name) ?? 0;
    this.#counts.set(name, nth + 1);
    const id = this.#exchangeCount++;
    const call = (route && ask(route, request, () => route.call?.(request))) ?? this.#callOf(request);
    const exchange = { id, route: name, connection, call, request };
    this.host.record(exchange, {
      what: 'request',
      method: request.method,
      path: sent.path,
      authorization: request.headers['authorization'] ?? '',
      body: request.body,
      ...(route?.refreshes === true && { refreshes: true }),
      ...(tunnel !== undefined && { tunnel }),
    });
    for (const resume of this.#waiting.get(name)?.splice(0) ?? []) resume();
    const faults = this.#faultsOn(`${name}#${nth}`);
    const refusal = this.#refusals.find({ name, refreshes: route?.refreshes === true }, nth, request);
    if (refusal !== undefined) {
      this.host.recordFault(refusal.fault, `${name}#${nth}`);
      return { exchange, answer: refusal.answer, faults };
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
    const exchange = { id: this.#exchangeCount++, route: MALFORMED_ROUTE, connection, call: '', request };
    this.host.record(exchange, { what: 'request', method: '', path: '', authorization: '', body: '' });
    return { exchange, answer: { status: 400, headers: { connection: 'close' }, framing: 'length' } };
  }

  /** Calls `resume` when the route `name` is asked next: until then the answer to `exchange` stands still. */
  waitForRequest(name: string, exchange: Exchange, resume: () => void): void {
    const list = this.#waiting.get(name) ?? [];
    list.push(() => {
      this.#halted.delete(exchange);
      resume();
    });
    this.#waiting.set(name, list);
    this.#halted.set(exchange, name);
  }

  /** The client of an exchange left. */
  abandon(exchange: Exchange): void {
    this.#halted.delete(exchange);
  }

  /**
   * Answers that stand still until a route is asked, by the call that they belong to. One that waits for a route that there is
   * not is meant to stay open, and is left out.
   */
  get halted(): { call: string; route: string }[] {
    const known = new Set(this.#routes.map(({ name }) => name));
    return [...this.#halted].flatMap(([{ call }, route]) => (known.has(route) ? [{ call, route }] : []));
  }

  /** An answer went out whole: a successful refresh ends the faults that wait for one. */
  completed(exchange: Exchange, status: number): void {
    const route = this.#routes.find((candidate) => candidate.name === exchange.route);
    if (route?.refreshes === true && status >= 200 && status < 300) this.#refusals.refresh();
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
  // Who asks for a tunnel asks for no resource: only a route that says so answers him.
  if ((route.method ?? (request.method === 'CONNECT' ? '' : request.method)) !== request.method) return false;
  const path = request.path.split('?')[0]!;
  const [, first = ''] = path.split('/');
  return isAt(route, path) || (actors.includes(first) && isAt(route, path.slice(first.length + 1)));
}

function isAt({ path: wanted }: Route, path: string): boolean {
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted;
}

function notFound(): Answer {
  const wire = JSON.stringify({ error: 'no such route' });
  return { status: 404, framing: 'length', body: [{ text: '', wire }] };
}
