// A simulated handle → a native stream that Node's own TLS can stand on, as it does on libuv's. TLS itself is the real one
// and runs on the main thread; what is of the world is when bytes arrive, when a write is done, and that ticks run
// between two of its callbacks though all of them come out of one event.
import { raiseUncaught } from '../drain-ticks.ts';
import { RANK, type Scheduler } from '../scheduler.ts';
import type { SimHandle } from '../sim-handle.ts';
import {
  kReadBytesOrError,
  NativeJSStream,
  streamState,
  type JSStream,
  type NativeRequest,
  type TLSWrap,
} from '../stream-binding.ts';
import { UV } from '../uv-errno.ts';
import { TLS_DATA, TLS_HANDSHAKE } from './record-kind.ts';

/** What native TLS calls in JavaScript, as tls.TLSSocket and net.Socket set it on the TLS handle. */
const CALLBACKS = ['onread', 'onhandshakedone', 'onerror', 'onnewsession', 'onocspresponse', 'onkeylog'];

/** What a carrier needs of the world. */
export interface TlsHost {
  readonly scheduler: Scheduler;
  /** A callback ended inside an event that goes on: ticks and microtasks run. */
  endCallback(): void;
}

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** Joins one simulated handle and one TLS handle. */
export class TlsCarrier {
  /** What native TLS writes to and is fed from. */
  readonly stream: JSStream = new NativeJSStream();
  readonly #handle: SimHandle;
  readonly #host: TlsHost;
  #tls!: TLSWrap;
  #isSecure = false;
  /** The other end has said that it sends no more: TLS ignores what comes after. */
  #isOver = false;
  /** An event feeds TLS, and no callback of it is on the stack. */
  #isFeeding = false;

  constructor(handle: SimHandle, host: TlsHost) {
    this.#handle = handle;
    this.#host = host;
    const { stream } = this;
    // Bound: see "What makes it fast" in the README.
    stream.isClosing = this.#isClosing.bind(this);
    stream.onreadstart = handle.readStart.bind(handle);
    stream.onreadstop = handle.readStop.bind(handle);
    stream.onwrite = this.#write.bind(this);
    stream.onshutdown = this.#shutdown.bind(this);
    stream.close = handle.close.bind(handle);
  }

  /** `tls` stands on the stream now: what the handle reads goes to it, and its callbacks are the world's. */
  join(tls: TLSWrap): void {
    this.#tls = tls;
    for (const name of CALLBACKS) {
      const native = findAccessor(tls, name);
      let seen: unknown;
      Object.defineProperty(tls, name, {
        configurable: true,
        get: () => seen,
        set: (given: unknown) => {
          const callback = typeof given === 'function' ? this.#wrap(name, given as Callback) : given;
          // Native code keeps what it is set to, or looks at the property; node:http compares what it finds there.
          seen = native === undefined ? callback : given;
          native?.call(tls, callback);
        },
      });
    }
    this.#handle.onread = this.#feed.bind(this);
  }

  #isClosing(): boolean {
    return this.#handle.isClosed;
  }

  /** What a handle's `onread` gets: bytes, the end, or an error. */
  #feed(buffer?: ArrayBufferLike): void {
    const status = streamState[kReadBytesOrError]!;
    this.#isFeeding = true;
    try {
      if (status > 0) this.stream.readBuffer(new Uint8Array(buffer!, 0, status));
      else if (status === UV.eof) this.stream.emitEOF();
      // A native stream of JavaScript cannot break: the error takes the way that TLS would have sent it.
      else if (!this.#isOver) this.#tls.onread?.();
    } finally {
      this.#isFeeding = false;
    }
  }

  #write(req: NativeRequest, buffers: Uint8Array[]): number {
    const bytes = buffers.length === 1 ? buffers[0]! : Buffer.concat(buffers);
    const { stream } = this;
    const what = this.#isSecure ? TLS_DATA : TLS_HANDSHAKE;
    const status = this.#handle.send(bytes, what, (result) => stream.finishWrite(req, result));
    if (status < 0) return status;
    if (status === 0) {
      // TLS cannot be told at once, and asks Node for a native immediate: those come before everybody else's.
      const { scheduler } = this.#host;
      const lane = scheduler.lane(`${this.#handle.name}:tls`, RANK.native);
      scheduler.post(lane, 0, 'TLS written', () => stream.finishWrite(req, 0));
    }
    return 0;
  }

  #shutdown(req: NativeRequest): number {
    return this.#handle.shutdown({ oncomplete: (status) => this.stream.finishShutdown(req, status) });
  }

  #wrap(name: string, callback: Callback): Callback {
    const call = this.#call.bind(this, name, callback);
    return function (this: unknown, ...args: unknown[]): unknown {
      return call(this, args);
    };
  }

  /** As native callbacks are called at the bottom of the stack: errors are uncaught, and ticks run when it returns. */
  #call(name: string, callback: Callback, self: unknown, args: unknown[]): unknown {
    if (name === 'onhandshakedone') this.#isSecure = true;
    if (name === 'onread' && streamState[kReadBytesOrError]! < 0) this.#isOver = true;
    if (!this.#isFeeding) return callback.apply(self, args);
    this.#isFeeding = false;
    try {
      return callback.apply(self, args);
    } catch (error) {
      raiseUncaught(error, false);
      return undefined;
    } finally {
      this.#host.endCallback();
      this.#isFeeding = true;
    }
  }
}

/** The native setter of `name`, if it is more than a property. */
function findAccessor(tls: object, name: string): ((value: unknown) => void) | undefined {
  for (let owner: unknown = tls; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const found = Object.getOwnPropertyDescriptor(owner, name);
    if (found?.set !== undefined) return found.set;
    // Before Node 22 the native setter looks like a plain property of the prototype.
    if (found !== undefined && owner !== tls) {
      const target = owner as object;
      return function (this: unknown, value) {
        Reflect.set(target, name, value, this);
      };
    }
  }
  return undefined;
}
