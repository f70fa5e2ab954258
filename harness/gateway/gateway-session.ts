// One connection of the gateway: requests in, answers out, one exchange at a time and in order (HTTP/1.1 pipelining).
// Runs the operations of an answer until one has to wait, and writes every outcome into the ledger.
import type { Break, Op } from './answer-ops.ts';
import { ConnectionFaults } from './connection-faults.ts';
import type { Fault } from '../model/fault.ts';
import type { WireEvent } from '../model/trace.ts';
import type { Exchange, Gateway } from './gateway.ts';
import { planExchange, unsolicitedAnswer, type Plan } from './plan-exchange.ts';
import { RequestReader } from './request-reader.ts';
import { opensTunnel } from './request-target.ts';
import type { GatewayRequest } from './script.ts';
import type { ConnectionHandler, GatewayConnection } from './transport.ts';

type Running = {
  exchange: Exchange;
  ops: Op[];
  next: number;
  status: number;
  idleFaults: Fault[];
  /** Faults that were told of when it began. */
  struck: Fault[];
  /** All of its head is written. */
  isHeadOut: boolean;
  /** All of the answer is written. */
  isWhole: boolean;
  /** No more of the answer can be had: the ledger says nothing of what follows. */
  isCut: boolean;
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
  readonly #faults: ConnectionFaults;
  #running: Running | undefined;
  /** The stall that struck behind a whole answer, or at once: whoever asks next on this connection meets it. */
  #stall: Fault | undefined;
  /** Closes the connection as the next request comes. */
  #idleClose: (Fault & { kind: 'idle-close' }) | undefined;
  /** The request that is answered before its body has been read, and whether that is still to be read. */
  #early: GatewayRequest | undefined;
  #isAnswered = false;
  /** The exchange that made a tunnel of this connection: what follows is a connection to the server behind the proxy, which is us. */
  #tunnel: number | undefined;
  #isWaiting = false;
  /** The window is full: `onDrain` will follow. */
  #isFull = false;
  #isMalformed = false;
  /** Nothing more is said; what the client says is read to its end. */
  #hasEnded = false;
  #isClosed = false;

  constructor(gateway: Gateway, connection: GatewayConnection) {
    this.#gateway = gateway;
    this.#connection = connection;
    this.#reader = new RequestReader(
      (request) => {
        if (!this.#isAnswered) this.#queue.push(request);
        this.#isAnswered = false;
      },
      (head) => this.#meetHead(head),
    );
    this.#faults = new ConnectionFaults(gateway, connection);
    this.#stall = this.#faults.silence;
    this.#faults.strikeAccept(() => {
      this.#clientLeft('reset');
      this.#isClosed = true;
    });
  }

  onData(bytes: Uint8Array): void {
    if (this.#isClosed || this.#hasEnded) return;
    this.#faults.countRead(bytes.length);
    if (this.#idleClose !== undefined && this.#running === undefined) {
      const { how } = this.#idleClose;
      this.#gateway.host.recordFault(this.#idleClose, this.#idleClose.on);
      this.#isClosed = true;
      this.#breakOff(how);
      return;
    }
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
    if (running === undefined) return;
    this.#gateway.abandon(running.exchange);
    this.#gateway.host.record(running.exchange, { what: 'client-closed', how });
  }

  /** The head of a request is there and its body is not: the time to say `100 Continue`, or more. */
  #meetHead(head: GatewayRequest): void {
    // Who says nothing any more says nothing early.
    if (this.#stall !== undefined) return;
    const isNext = this.#queue.length === 0 && this.#running === undefined;
    const faults = isNext ? this.#gateway.faultsOfHead(head) : [];
    const early = faults.find(({ kind }) => kind === 'early-answer');
    const never = faults.find((fault) => fault.kind === 'continue' && fault.form === 'never');
    const expects = /^100-continue$/i.test(head.headers['expect'] ?? '');
    if (early !== undefined || (never !== undefined && expects)) {
      if (early === undefined) this.#stall = never;
      else this.#early = head;
      this.#queue.push(head);
      this.#isAnswered = true;
      return;
    }
    if (!expects) return;
    const goOn = (): void => {
      if (!this.#isClosed && !this.#hasEnded) this.#connection.write(CONTINUE);
    };
    const late = faults.find((fault) => fault.kind === 'continue');
    if (late?.kind !== 'continue' || late.form !== 'late') goOn();
    else {
      this.#gateway.host.recordFault(late, late.on);
      this.#gateway.host.schedule(`k${this.#connection.id}`, late.ms, 'the gateway says 100', goOn);
    }
  }

  #advance(): void {
    while (!this.#isClosed && !this.#hasEnded && !this.#isWaiting && !this.#isFull) {
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
        for (const fault of running.idleFaults) this.#strikeIdle(fault, running.exchange);
        continue;
      }
      running.next++;
      if (!this.#perform(running, op)) return;
    }
  }

  #begin(request: GatewayRequest | typeof MALFORMED): Running {
    const { host } = this.#gateway;
    const { id } = this.#connection;
    const start = {
      next: 0,
      idleFaults: [],
      struck: [],
      isHeadOut: false,
      isWhole: false,
      isCut: false,
      isLast: false,
    };
    if (request === MALFORMED) {
      const { exchange, answer } = this.#gateway.openMalformed(id);
      const { ops } = planExchange(answer, [], exchange.request, exchange.id);
      return { ...start, exchange, ops, status: answer.status, isLast: true };
    }
    const { exchange, answer, faults } = this.#gateway.open(request, id, this.#tunnel);
    const met = faults.filter(({ kind }) => kind !== 'early-answer' || request === this.#early);
    const { ops, struck } =
      this.#stall === undefined
        ? planExchange(answer, met, request, exchange.id)
        : planStall(this.#stall, faults);
    for (const fault of struck) host.recordFault(fault, fault.on);
    const idleFaults = faults.filter(isIdleFault);
    return { ...start, exchange, ops, status: answer.status, idleFaults, struck };
  }

  /** Performs one operation; false when the exchange has to wait or is over. */
  #perform(running: Running, op: Op): boolean {
    const { exchange } = running;
    const { host } = this.#gateway;
    switch (op.do) {
      case 'write':
        return this.#write(running, op);
      case 'mark':
        host.record(exchange, op.event);
        if (op.event.what === 'cut') running.isCut = true;
        return true;
      case 'wait':
        if (op.fault !== undefined) host.recordFault(op.fault, op.fault.on);
        this.#isWaiting = true;
        host.schedule(`g${exchange.id}`, op.ms, 'the gateway goes on', () => this.#goOn(running));
        return false;
      case 'block':
        host.recordFault(op.fault, op.fault.on);
        host.block(op.ms);
        return true;
      case 'close':
        if (!running.isCut) this.#complete(running);
        this.#running = undefined;
        this.#isClosed = true;
        this.#connection.close();
        return false;
      case 'until':
        this.#isWaiting = true;
        this.#gateway.waitForRequest(op.route, exchange, () => {
          host.schedule(`g${exchange.id}`, 0, `the gateway saw ${op.route}`, () => this.#goOn(running));
        });
        return false;
      default:
        this.#strike(running, op.how, op.fault);
        return this.#running === undefined && !this.#isClosed;
    }
  }

  #write(running: Running, op: Op & { do: 'write' }): boolean {
    const { exchange, isCut } = running;
    const { host } = this.#gateway;
    const { text = '', wire, begins, beginsWire, isLast, complete = false } = op;
    const tag = { exchange: exchange.id, call: exchange.call, texts: text === '' ? [] : [text], complete };
    if (isCut) {
      // Whatever reads on reads what is none of the answer's.
      this.#isFull = !this.#connection.write(op.bytes, { ...tag, texts: [], complete: false });
      return !this.#isFull;
    }
    if (op.head !== undefined) {
      running.isHeadOut = true;
      host.record(exchange, { what: 'head', status: op.head });
    }
    if (text !== '' || wire !== undefined) host.record(exchange, itemEvent('item', text, wire));
    if (begins !== undefined) host.record(exchange, itemEvent('item-begun', begins, beginsWire));
    if (isLast === true) host.record(exchange, { what: 'said-all' });
    if (complete) this.#complete(running);
    this.#isFull = !this.#connection.write(op.bytes, tag);
    return !this.#isFull;
  }

  #complete(running: Running): void {
    if (running.isWhole) return;
    this.#gateway.host.record(running.exchange, { what: 'complete' });
    running.isWhole = true;
    const { exchange, status } = running;
    if (opensTunnel(exchange.request.method, status)) this.#tunnel = exchange.id;
    this.#gateway.completed(exchange, status);
  }

  #goOn(running: Running): void {
    this.#isWaiting = false;
    if (this.#running === running) this.#advance();
  }

  #strike(running: Running, how: Break, fault: Fault): void {
    const { host } = this.#gateway;
    if (!running.struck.includes(fault)) host.recordFault(fault, fault.on);
    if (fault.kind === 'expire') this.#gateway.expire(running.exchange, fault);
    const isFin = how === 'fin' || how === 'half-close';
    // Where the end of the connection is the end of the body, a FIN inside the body ends it well.
    const endsByClose =
      !running.isWhole &&
      running.ops.some((op) => op.do === 'close') &&
      !running.ops.some((op) => op.do === 'write' && op.complete === true);
    if (endsByClose && isFin && !running.isCut && running.isHeadOut) this.#complete(running);
    if (!running.isWhole && !running.isCut)
      host.record(running.exchange, { what: 'cut', how: isFin ? 'fin' : how });
    if (how === 'stall') {
      this.#isWaiting = !running.isWhole;
      if (!running.isWhole) return;
      this.#stall = fault;
      this.#running = undefined;
      return;
    }
    this.#running = undefined;
    if (how === 'half-close') {
      this.#hasEnded = true;
      this.#connection.end();
      return;
    }
    this.#isClosed = true;
    this.#breakOff(how);
  }

  #breakOff(how: 'reset' | 'fin'): void {
    const connection = this.#connection;
    if (how === 'reset') connection.reset();
    else if (connection.hangUp === undefined) connection.close();
    else connection.hangUp();
  }

  #strikeIdle(fault: Fault, exchange: Exchange): void {
    if (fault.kind === 'idle-close') {
      this.#idleClose = fault;
      return;
    }
    const { host } = this.#gateway;
    const lane = `k${this.#connection.id}`;
    host.schedule(lane, IDLE_FAULT_MS, `${fault.kind} while idle`, () => {
      if (this.#isClosed || this.#hasEnded || this.#running !== undefined) return;
      host.recordFault(fault, fault.on);
      if (fault.kind === 'unsolicited') this.#answerUnasked(exchange);
      else if (fault.kind === 'half-close') {
        this.#hasEnded = true;
        this.#connection.end();
      } else if (fault.kind === 'reset' || fault.kind === 'fin') {
        this.#isClosed = true;
        this.#breakOff(fault.kind);
      }
    });
  }

  #answerUnasked(exchange: Exchange): void {
    const { text, bytes } = unsolicitedAnswer(exchange.id);
    this.#gateway.host.record(exchange, { what: 'dubious' });
    this.#gateway.host.record(exchange, { what: 'unsolicited', text });
    this.#connection.write(bytes, { exchange: exchange.id, call: '', texts: [], complete: false });
  }
}

/** Nothing is said; how it would have been cut is told all the same. */
function planStall(fault: Fault, faults: readonly Fault[]): Plan {
  const struck = faults.filter(({ kind }) => kind === 'split' || kind === 'merge');
  return { ops: [{ do: 'break', how: 'stall', fault }], struck };
}

const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');

/** True for what strikes once the answer is over. */
function isIdleFault(fault: Fault): boolean {
  if (fault.kind === 'idle-close') return true;
  if (fault.kind === 'unsolicited') return fault.when === 'later';
  const isEnding = fault.kind === 'reset' || fault.kind === 'fin' || fault.kind === 'half-close';
  return isEnding && fault.at === 'idle';
}

function itemEvent(what: 'item' | 'item-begun', text: string, wire: string | undefined): WireEvent {
  return wire === undefined ? { what, text } : { what, text, wire };
}
