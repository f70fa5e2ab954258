// 127.0.0.1 → a port where the gateway accepts, and one where every connect is refused. Neither keeps the process alive.
import { getSystemErrorName } from 'node:util';
import { makeTcp, type TcpHandle } from './tcp-binding.ts';

/** Connections the kernel may keep waiting. */
const BACKLOG = 128;

/** The listening socket of one run. */
export class LoopbackServer {
  readonly port: number;
  /** Bound, so that nobody else gets it, and not listened at. */
  readonly refusedPort: number;
  readonly #listening = makeTcp('server');
  readonly #refusing = makeTcp('server');
  readonly #accepted: TcpHandle[] = [];
  readonly #waiting: ((accepted: TcpHandle) => void)[] = [];

  constructor() {
    this.port = bindTo(this.#listening);
    this.refusedPort = bindTo(this.#refusing);
    this.#listening.onconnection = (status, accepted) => {
      if (status < 0) return;
      accepted.unref();
      this.#accepted.push(accepted);
      this.#match();
    };
    check(this.#listening.listen(BACKLOG), 'listen');
    this.#listening.unref();
  }

  /** Calls `take` with the next connection. One connects at a time, so the next is the one that is meant. */
  acceptNext(take: (accepted: TcpHandle) => void): void {
    this.#waiting.push(take);
    this.#match();
  }

  close(): void {
    for (const handle of [this.#listening, this.#refusing]) handle.close(() => undefined);
  }

  #match(): void {
    while (this.#accepted.length > 0 && this.#waiting.length > 0)
      this.#waiting.shift()!(this.#accepted.shift()!);
  }
}

function bindTo(handle: TcpHandle): number {
  check(handle.bind('127.0.0.1', 0), 'bind to');
  const name: { port?: number } = {};
  check(handle.getsockname(name), 'name');
  return name.port!;
}

function check(status: number, what: string): void {
  if (status < 0) throw new Error(`cannot ${what} a socket on 127.0.0.1: ${getSystemErrorName(status)}`);
}
