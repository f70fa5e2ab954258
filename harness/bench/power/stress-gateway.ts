// A scenario's routes → a plain node:http server on 127.0.0.1, as the author of a stress test would write one: it answers at once, with
// pauses of its own between the pieces. Each run has a path of its own below the one server, so that many can go on at once.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from '../../gateway/script.ts';

/** Milliseconds to wait before a piece of an answer; `waitMs` is what the script itself waits there. */
export type PauseBefore = (waitMs: number) => number;

type Run = { routes: readonly Route[]; counts: Map<string, number>; open: Set<http.ServerResponse> };

/** The server of a stress loop. */
export class StressGateway {
  readonly #server: http.Server;
  readonly #runs = new Map<string, Run>();
  readonly #pauseBefore: PauseBefore;
  #runCount = 0;
  #exchangeCount = 0;

  constructor(pauseBefore: PauseBefore) {
    this.#pauseBefore = pauseBefore;
    this.#server = http.createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (text: string) => (body += text));
      request.on('end', () => void this.#answer(request, body, response));
    });
  }

  /** Listens on a free port. */
  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** A gateway for one run: its address, and its end. */
  open(routes: readonly Route[]): { origin: string; close: () => void } {
    const name = `run-${this.#runCount++}`;
    const run: Run = { routes, counts: new Map(), open: new Set() };
    this.#runs.set(name, run);
    const { port } = this.#server.address() as AddressInfo;
    return {
      origin: `http://127.0.0.1:${port}/${name}`,
      close: () => {
        this.#runs.delete(name);
        for (const response of run.open) response.destroy();
      },
    };
  }

  async #answer(request: http.IncomingMessage, body: string, response: http.ServerResponse): Promise<void> {
    const [, name = '', ...rest] = (request.url ?? '').split('/');
    const path = `/${rest.join('/')}`;
    const run = this.#runs.get(name);
    const method = request.method ?? '';
    const route = run?.routes.find(
      (candidate) => candidate.path === path && (candidate.method ?? method) === method,
    );
    if (run === undefined || route === undefined) {
      response.writeHead(404).end();
      return;
    }
    const nth = run.counts.get(route.name) ?? 0;
    run.counts.set(route.name, nth + 1);
    const headers = request.headers as Record<string, string>;
    const token = `t${this.#exchangeCount++}`;
    const answer = route.answer({ method, path, headers, body }, { token, nth });
    run.open.add(response);
    response.once('close', () => run.open.delete(response));
    await this.#send(answer, response);
  }

  async #send(answer: ReturnType<Route['answer']>, response: http.ServerResponse): Promise<void> {
    const { status, headers = {}, framing = 'chunked', body = [] } = answer;
    const whole = body.map((item) => ('wire' in item ? String(item.wire) : '')).join('');
    const length = framing === 'length' ? { 'content-length': String(Buffer.byteLength(whole)) } : {};
    let waitMs = 0;
    await pause(this.#pauseBefore(0));
    response.writeHead(status, { ...headers, ...length });
    response.flushHeaders();
    for (const item of body) {
      if ('untilRequest' in item) return;
      if ('waitMs' in item) waitMs += item.waitMs;
      else {
        await pause(this.#pauseBefore(waitMs));
        waitMs = 0;
        if (response.destroyed) return;
        response.write(item.wire);
      }
    }
    response.end();
  }
}

const startTimer = setTimeout;

/** On a timer that nobody has wrapped. Nothing to wait for is no turn either, so that pieces come together. */
function pause(ms: number): Promise<void> | undefined {
  return ms > 0 ? new Promise((resolve) => void startTimer(resolve, ms)) : undefined;
}
