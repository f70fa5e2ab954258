// Messages between the ports of a MessageChannel → events of the world. Node takes them, copies and transfers what is in them,
// and finds them in the next poll of its real loop; that poll is waited for, and what it finds comes when the scheduler says so.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { realSetImmediate } from './immediates.ts';
import type { RealWork } from './real-work.ts';
import { RANK } from './scheduler.ts';

type Method = (this: object, ...args: never[]) => unknown;
type Port = Record<symbol | 'postMessage' | 'start' | 'close', Method>;
type Channel = { port1: object; port2: object };
/** The events of a port in one run: how many messages wait on it, and what is to follow the last. */
type PortLane = { work: RealWork; name: string; waiting: number; end?: () => void };
type Modules = {
  MessageChannel: new () => Channel;
  MessagePort: (new () => object) & { prototype: Port };
  receiveMessageOnPort: (port: object) => { message: unknown } | undefined;
};

/** Called by native code with each message, and by `emit` with anything. */
const kDispatch = Symbol.for('nodejs.internal.kHybridDispatch');
/** Set around that by native code, when ports came with the message. */
const kReceivedPorts = Symbol.for('nodejs.internal.kCurrentlyReceivingPorts');

/** Real turns of the loop until whatever ports send has been found: a message takes one, the end of the other port two. */
const TURNS = 3;

/** The ports of clients; Node's own threads have others. */
const ports = new WeakSet<object>();
/** Those that were closed by themselves, not by the end of the other one. */
const closed = new WeakSet<object>();

/** Puts the trampolines in place; between cases messages come as in Node. */
export function installPorts(current: () => RealWork | undefined): void {
  const threads = createRequire(import.meta.url)('node:worker_threads') as Modules;
  const { prototype } = threads.MessagePort;
  const kNewListener = findSymbol(prototype, 'kNewListener');
  const kClosed = findSymbol(prototype, 'handle_onclose');

  const laneOf = new WeakMap<object, PortLane>();
  const findLane = (port: object, work: RealWork): PortLane => {
    let own = laneOf.get(port);
    if (own?.work !== work) {
      own = { work, name: work.nameLane('port'), waiting: 0 };
      laneOf.set(port, own);
    }
    return own;
  };

  const adopt = (port: object): void => {
    if (ports.has(port)) return;
    ports.add(port);
    // Whoever listens starts the port.
    replace(
      port,
      kNewListener,
      (real) =>
        function (this: object, ...args) {
          waitForTurns(current());
          return real.apply(this, args);
        },
    );
    replace(
      port,
      kClosed,
      (real) =>
        function (this: object, ...args) {
          const work = current();
          if (work === undefined) return real.apply(this, args);
          const lane = findLane(this, work);
          const end = (): void =>
            work.postOn('ports:close', 'port closed', () => real.apply(this, args), RANK.close);
          // Never before what the other end had sent.
          if (lane.waiting > 0 && !closed.has(this)) lane.end = end;
          else end();
          return undefined;
        },
    );
  };
  const MessageChannel = new Proxy(threads.MessageChannel, {
    construct: (target, args: [], newTarget) => {
      const channel = Reflect.construct<[], Channel>(target, args, newTarget as typeof target);
      adopt(channel.port1);
      adopt(channel.port2);
      return channel;
    },
  });
  threads.MessageChannel = MessageChannel;
  Object.defineProperty(globalThis, 'MessageChannel', {
    value: MessageChannel,
    configurable: true,
    writable: true,
  });
  const receive = threads.receiveMessageOnPort;
  threads.receiveMessageOnPort = (port) => {
    const received = receive(port);
    const message: unknown = received?.message;
    if (typeof message === 'object' && message !== null)
      for (const part of [message, ...Object.values(message)] as unknown[])
        if (part instanceof threads.MessagePort) adopt(part);
    return received;
  };
  syncBuiltinESMExports();

  for (const name of ['postMessage', 'start', 'close'] as const)
    replace(
      prototype,
      name,
      (real) =>
        function (this: object, ...args) {
          if (name === 'close') closed.add(this);
          if (ports.has(this)) waitForTurns(current());
          return real.apply(this, args);
        },
    );

  let emitting = 0;
  replace(
    prototype,
    'emit',
    (real) =>
      function (this: object, ...args) {
        emitting++;
        try {
          return real.apply(this, args);
        } finally {
          emitting--;
        }
      },
  );
  replace(
    prototype,
    kDispatch,
    (real) =>
      function (this: object, ...args) {
        const [, type, event] = args as unknown[];
        const holder = this as Record<symbol, object[] | undefined>;
        const received = holder[kReceivedPorts];
        const work = current();
        received?.forEach(adopt);
        const isNative = type === 'message' && event === undefined && emitting === 0;
        if (!isNative || work === undefined || !ports.has(this)) return real.apply(this, args);
        const lane = findLane(this, work);
        lane.waiting++;
        work.postOn(lane.name, 'message', () => {
          if (--lane.waiting === 0) lane.end?.();
          // What had arrived at a port that closed itself is lost.
          if (closed.has(this)) return;
          holder[kReceivedPorts] = received;
          try {
            real.apply(this, args);
          } finally {
            holder[kReceivedPorts] = undefined;
          }
        });
        return undefined;
      },
  );
}

/** Nothing is chosen until the real loop has gone round so often. */
function waitForTurns(work: RealWork | undefined): void {
  if (work === undefined) return;
  const release = work.hold();
  let turns = TURNS;
  const turn = (): void => {
    if (--turns > 0) realSetImmediate(turn);
    else release();
  };
  realSetImmediate(turn);
}

function findSymbol(prototype: object, name: string): symbol {
  for (let owner: unknown = prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const found = Object.getOwnPropertySymbols(owner).find(({ description }) => description === name);
    if (found !== undefined) return found;
  }
  throw new Error(`MessagePort of Node ${process.version} has no ${name}`);
}

function replace(target: object, name: symbol | string, make: (real: Method) => Method): void {
  const value = make((target as Record<symbol | string, Method>)[name]!);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
