// A scenario's routes → a plain node:http server on 127.0.0.1, as the author of a stress test would write one: it answers at once, with
// pauses of its own between the pieces. Each run has a path of its own below the one server, so that many can go on at once.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer, Route } from '../../gateway/script.ts';
import type { Exchange } from './judge-run.ts';
import { countTokens, ScriptAnswers } from './script-answers.ts';

/** Milliseconds between two looks at what is still open. */
const CLOSED_POLL_MS = 5;

/** Milliseconds to wait before a piece of an answer; `waitMs` is what the script itself waits there. */
export type PauseBefore = (waitMs: number) => number;

type Run = {
  answers: ScriptAnswers;
  open: Set<http.ServerResponse>;
  sockets: Set<Socket>;
};

/** A gateway for one run: its address, what it was asked, and its end. */
export type StressRun = {
  origin: string;
  exchanges: readonly Exchange[];
  /** Waits until no connection of the run is open, but not longer; then closes and counts those that are. */
  untilClosed: (limitMs: number) => Promise<number>;
  close: () => void;
};

/** What the author of a loop sees at the server besides; by default nothing. */
export type StressSight = {
  /** Milliseconds for which idle connections are kept open. Default: Node's. */
  keepAliveMs?: number;
  /** True for a port of the client's side whose connection belongs to the process, not to a run, and may stay open when it is idle. */
  isCommon?: (port: number | undefined) => boolean;
  /** A run was asked something so long after its end. */
  onLateRequest?: (sinceEndMs: number) => void;
};

/** The server of a stress loop. */
export class StressGateway {
  readonly #server: http.Server;
  readonly #runs = new Map<string, Run>();
  /** When each run that is over was closed. */
  readonly #endsMs = new Map<string, number>();
  readonly #pauseBefore: PauseBefore;
  #runCount = 0;
  readonly #nextToken = countTokens();
  readonly #sight: StressSight;

  constructor(pauseBefore: PauseBefore, sight: StressSight = {}) {
    this.#pauseBefore = pauseBefore;
    this.#sight = sight;
    const options = sight.keepAliveMs === undefined ? {} : { keepAliveTimeout: sight.keepAliveMs };
    this.#server = http.createServer(options, (request, response) => {
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

  /** Opens the gateway of one run. */
  open(routes: readonly Route[]): StressRun {
    const name = `run-${this.#runCount++}`;
    const run: Run = {
      answers: new ScriptAnswers(routes, this.#nextToken),
      open: new Set(),
      sockets: new Set(),
    };
    this.#runs.set(name, run);
    const { port } = this.#server.address() as AddressInfo;
    return {
      origin: `http://127.0.0.1:${port}/${name}`,
      exchanges: run.answers.exchanges,
      untilClosed: (limitMs) => this.#untilClosed(run, limitMs),
      close: () => {
        this.#runs.delete(name);
        this.#endsMs.set(name, performance.now());
        for (const response of run.open) response.destroy();
      },
    };
  }

  async #answer(request: http.IncomingMessage, body: string, response: http.ServerResponse): Promise<void> {
    const [, name = '', ...rest] = (request.url ?? '').split('/');
    const path = `/${rest.join('/')}`;
    const run = this.#runs.get(name);
    if (run === undefined) this.#sight.onLateRequest?.(performance.now() - this.#endsMs.get(name)!);
    else run.sockets.add(request.socket);
    const headers = request.headers as Record<string, string>;
    const answer = run?.answers.answer({ method: request.method ?? '', path, headers, body });
    if (run === undefined || answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    run.open.add(response);
    response.once('close', () => run.open.delete(response));
    await this.#send(answer, response);
  }

  async #untilClosed(run: Run, limitMs: number): Promise<number> {
    const listOpen = (): Socket[] => {
      const busy = new Set([...run.open].map(({ socket }) => socket));
      return [...run.sockets].filter(
        (socket) =>
          !socket.destroyed && (busy.has(socket) || this.#sight.isCommon?.(socket.remotePort) !== true),
      );
    };
    for (let waitedMs = 0; waitedMs < limitMs && listOpen().length > 0; waitedMs += CLOSED_POLL_MS)
      await pause(CLOSED_POLL_MS);
    const open = listOpen();
    for (const socket of open) socket.destroy();
    return open.length;
  }

  async #send(answer: Answer, response: http.ServerResponse): Promise<void> {
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
