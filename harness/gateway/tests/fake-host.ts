// A host and connections for one gateway under test: what it sends, schedules and writes into its ledger is kept, and
// time moves when the test says so.
import type { Fault } from '../../model/case.ts';
import { Gateway } from '../gateway.ts';
import type { Route } from '../script.ts';
import type { ConnectionHandler, GatewayConnection } from '../transport.ts';

/** The gateway's date when a test begins. */
const DATE_MS = Date.UTC(2026, 3, 13);

type Job = { atMs: number; lane: string; run: () => void };

/** How the gateway ended a connection; after `end` it goes on reading. */
type Ended = '' | 'end' | 'close' | 'reset';

/** One client's end of a connection: what came, how it was ended, and words to send. */
export type FakeClient = {
  send(text: string): void;
  /** Everything that came so far. */
  received(): string;
  /** How the gateway ended the connection, '' as long as it did not. */
  ended(): Ended;
  /** The gateway reads nothing for now. */
  isPaused(): boolean;
  handler: ConnectionHandler;
};

/** A gateway with everything around it. `windowBytes` is how much a connection takes before the gateway has to wait. */
export class FakeHost {
  readonly gateway: Gateway;
  /** One line per entry of the ledger: `exchange route call what …`. */
  readonly ledger: string[] = [];
  readonly faults: string[] = [];
  /** Milliseconds for which the event loop stood still. */
  readonly blocks: number[] = [];
  /** The lane of everything that was scheduled. */
  readonly lanes: string[] = [];
  readonly #jobs: Job[] = [];
  #nowMs = 0;
  #connections = 0;

  constructor(routes: Route[], faults: Fault[] = [], actors: string[] = ['a', 'b']) {
    this.gateway = new Gateway({
      routes,
      faults,
      actors,
      host: {
        schedule: (lane, ms, _what, run) => {
          this.lanes.push(lane);
          this.#jobs.push({ atMs: this.#nowMs + ms, lane, run });
        },
        record: ({ id, route, call }, { what, ...details }) => {
          const words = [id, route, call === '' ? '-' : call, what];
          if ('method' in details) words.push(details.method, ...(details.body === '' ? [] : [details.body]));
          else words.push(...Object.values(details).map((value) => JSON.stringify(value)));
          this.ledger.push(words.join(' '));
        },
        dateMs: () => DATE_MS + this.#nowMs,
        block: (ms) => this.blocks.push(ms),
        recordFault: (fault, target) => this.faults.push(`${fault.kind} ${target}`),
      },
    });
  }

  /** A client connects. A write beyond `windowBytes` unread bytes is taken, and says that the window is full. */
  connect(windowBytes = Infinity): FakeClient & { drain(): void } {
    let received = '';
    let ended: Ended = '';
    let unread = 0;
    let isPaused = false;
    const connection: GatewayConnection = {
      id: this.#connections++,
      write: (bytes) => {
        if (ended !== '') throw new Error('the gateway wrote to a connection that it had ended');
        received += Buffer.from(bytes).toString();
        unread += bytes.length;
        return unread <= windowBytes;
      },
      end: () => {
        ended = 'end';
      },
      close: () => {
        ended = 'close';
      },
      reset: () => {
        ended = 'reset';
      },
      pause: () => {
        isPaused = true;
      },
      resume: () => {
        isPaused = false;
      },
    };
    const handler = this.gateway.accept(connection);
    return {
      handler,
      send: (text) => handler.onData(Buffer.from(text)),
      received: () => received,
      ended: () => ended,
      isPaused: () => isPaused,
      drain: () => {
        unread = 0;
        handler.onDrain();
      },
    };
  }

  /** Lets time pass and runs what falls due. */
  advance(ms: number): void {
    this.#nowMs += ms;
    for (;;) {
      const index = this.#jobs.findIndex(({ atMs }) => atMs <= this.#nowMs);
      if (index < 0) return;
      this.#jobs.splice(index, 1)[0]!.run();
    }
  }
}

/** A request as a client writes it. */
export function ask(path: string, headers: Record<string, string> = {}, body = '', method = 'GET'): string {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: gateway.test'];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== '') lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
