// One connection of the gateway: requests in, answers out, one exchange at a time and in order (HTTP/1.1 pipelining).
// Runs the operations of an answer until one has to wait, and writes every outcome into the ledger.
import { sliceWrites, planAnswer, type Op } from './answer-ops.ts';
import type { Fault } from '../model/case.ts';
import type { WireEvent } from '../model/trace.ts';
import type { Exchange, Gateway } from './gateway.ts';
import { RequestReader } from './request-reader.ts';
import type { GatewayRequest } from './script.ts';
import type { ConnectionHandler, GatewayConnection } from './transport.ts';

type Running = {
  exchange: Exchange;
  ops: Op[];
  next: number;
  status: number;
  idleFaults: Fault[];
  /** All of the answer is written. */
  isWhole: boolean;
  /** The connection ends with this answer. */
  isLast: boolean;
};

/** What the parser could not read: answered with 400 once all before it is. */
const MALFORMED = Symbol('malformed');

/** Virtual milliseconds after an answer at which an `idle` fault strikes its connection. */
const IDLE_FAULT_MS = 5;

/** The server's side of one connection. */
export class GatewaySession implements ConnectionHandler {
  readonly #gateway: Gateway;
  readonly #connection: GatewayConnection;
  readonly #reader: RequestReader;
  readonly #queue: (GatewayRequest | typeof MALFORMED)[] = [];
  #running: Running | undefined;
  /** The stall that struck behind a whole answer: whoever asks next on this connection meets it. */
  #stall: (Fault & { kind: 'stall' }) | undefined;
  #isWaiting = false;
  /** The window is full: `onDrain` will follow. */
  #isFull = false;
  #isMalformed = false;
  #isClosed = false;

  constructor(gateway: Gateway, connection: GatewayConnection) {
    this.#gateway = gateway;
    this.#connection = connection;
    this.#reader = new RequestReader((request) => {
      this.#queue.push(request);
    });
  }

  onData(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    if (!this.#isMalformed)
      try {
        this.#reader.read(bytes);
      } catch {
        this.#isMalformed = true;
        this.#queue.push(MALFORMED);
      }
    this.#advance();
  }

  onEnd(): void {
    this.#clientLeft('fin');
    if (!this.#isClosed) this.#connection.close();
    this.#isClosed = true;
  }

  onReset(): void {
    this.#clientLeft('reset');
    this.#isClosed = true;
  }

  onDrain(): void {
    this.#isFull = false;
    this.#advance();
  }

  #clientLeft(how: 'fin' | 'reset'): void {
    const running = this.#running;
    this.#running = undefined;
    this.#queue.length = 0;
    if (running !== undefined) this.#gateway.host.record(running.exchange, { what: 'client-closed', how });
  }

  #advance(): void {
    while (!this.#isClosed && !this.#isWaiting && !this.#isFull) {
      if (this.#running === undefined) {
        const request = this.#queue.shift();
        if (request === undefined) return;
        this.#running = this.#begin(request);
      }
      const running = this.#running;
      const op = running.ops[running.next];
      if (op === undefined) {
        this.#running = undefined;
        if (running.isLast) {
          this.#isClosed = true;
          this.#connection.close();
          return;
        }
        for (const fault of running.idleFaults) this.#strikeIdle(fault);
        continue;
      }
      running.next++;
      if (!this.#perform(running, op)) return;
    }
  }

  #begin(request: GatewayRequest | typeof MALFORMED): Running {
    const { host } = this.#gateway;
    const { id } = this.#connection;
    if (request === MALFORMED) {
      const { exchange, answer } = this.#gateway.openMalformed(id);
      const ops = planAnswer(answer, []);
      return { exchange, ops, next: 0, status: answer.status, idleFaults: [], isWhole: false, isLast: true };
    }
    const { exchange, answer, faults } = this.#gateway.open(request, id);
    const ops: Op[] =
      this.#stall === undefined
        ? sliceWrites(planAnswer(answer, faults, request.method), faults)
        : [{ do: 'break', fault: this.#stall }];
    const idleFaults = faults.filter((fault) => 'at' in fault && fault.at === 'idle');
    for (const fault of faults)
      if (fault.kind === 'split' || fault.kind === 'merge') host.recordFault(fault, fault.on);
    return { exchange, ops, next: 0, status: answer.status, idleFaults, isWhole: false, isLast: false };
  }

  /** Performs one operation; false when the exchange has to wait or is over. */
  #perform(running: Running, op: Op): boolean {
    const { exchange } = running;
    const { host } = this.#gateway;
    if (op.do === 'write') {
      const tag = {
        exchange: exchange.id,
        call: exchange.call,
        texts: op.text === undefined || op.text === '' ? [] : [op.text],
        complete: op.complete === true,
      };
      if (op.head !== undefined) host.record(exchange, { what: 'head', status: op.head });
      const { text = '', wire, begins, beginsWire, isLast } = op;
      if (text !== '' || wire !== undefined) host.record(exchange, itemEvent('item', text, wire));
      if (begins !== undefined) host.record(exchange, itemEvent('item-begun', begins, beginsWire));
      if (isLast === true) host.record(exchange, { what: 'said-all' });
      if (tag.complete) {
        host.record(exchange, { what: 'complete' });
        running.isWhole = true;
        this.#gateway.completed(exchange, running.status);
      }
      this.#isFull = !this.#connection.write(op.bytes, tag);
      return !this.#isFull;
    }
    if (op.do === 'wait') {
      if (op.fault !== undefined) host.recordFault(op.fault, op.fault.on);
      this.#isWaiting = true;
      host.schedule(`g${exchange.id}`, op.ms, 'the gateway goes on', () => this.#goOn(running));
      return false;
    }
    if (op.do === 'close') {
      if (!running.isWhole) {
        host.record(exchange, { what: 'complete' });
        this.#gateway.completed(exchange, running.status);
      }
      this.#running = undefined;
      this.#isClosed = true;
      this.#connection.close();
      return false;
    }
    if (op.do === 'until') {
      this.#isWaiting = true;
      this.#gateway.waitForRequest(op.route, () => {
        host.schedule(`g${exchange.id}`, 0, `the gateway saw ${op.route}`, () => this.#goOn(running));
      });
      return false;
    }
    this.#strike(running, op.fault);
    return this.#running === undefined && !this.#isClosed;
  }

  #goOn(running: Running): void {
    this.#isWaiting = false;
    if (this.#running === running) this.#advance();
  }

  #strike(running: Running, fault: Fault & { kind: 'stall' | 'reset' | 'fin' }): void {
    const { host } = this.#gateway;
    host.recordFault(fault, fault.on);
    // Where the end of the connection is the end of the body, a FIN inside the body ends it well.
    const endsByClose =
      !running.isWhole && !running.ops.some((op) => op.do === 'write' && op.complete === true);
    const isEnd = endsByClose && fault.kind === 'fin' && !fault.at.endsWith('-head');
    if (isEnd) {
      host.record(running.exchange, { what: 'complete' });
      running.isWhole = true;
    }
    if (!running.isWhole) host.record(running.exchange, { what: 'cut', how: fault.kind });
    if (fault.kind === 'stall') {
      this.#isWaiting = !running.isWhole;
      if (!running.isWhole) return;
      this.#stall = { ...fault, kind: 'stall' };
      this.#running = undefined;
      return;
    }
    this.#running = undefined;
    this.#isClosed = true;
    this.#breakOff(fault.kind);
  }

  #breakOff(how: 'reset' | 'fin'): void {
    const connection = this.#connection;
    if (how === 'reset') connection.reset();
    else if (connection.hangUp === undefined) connection.close();
    else connection.hangUp();
  }

  #strikeIdle(fault: Fault): void {
    if (fault.kind !== 'reset' && fault.kind !== 'fin') return;
    this.#gateway.host.schedule(`k${this.#connection.id}`, IDLE_FAULT_MS, `${fault.kind} while idle`, () => {
      if (this.#isClosed || this.#running !== undefined) return;
      this.#gateway.host.recordFault(fault, fault.on);
      this.#isClosed = true;
      this.#breakOff(fault.kind);
    });
  }
}

function itemEvent(what: 'item' | 'item-begun', text: string, wire: string | undefined): WireEvent {
  return wire === undefined ? { what, text } : { what, text, wire };
}
