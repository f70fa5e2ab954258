// The process's timers, immediates and socket reads → the same, some of them late: what Node.fz does inside libuv and NodeRacer by
// instrumenting callbacks, as far as JavaScript can. docs/benchmarks.md says what differs. Bytes of one socket keep their order.
import net from 'node:net';
import type { Random } from './random.ts';

/** Node.fz's recommended values: a quarter of expired timers and a tenth of ready descriptors are put off, the ready ones shuffled. */
const TIMER_LATE_SHARE = 0.25;
const READ_DEFERRED_SHARE = 0.1;
/** NodeRacer postpones callbacks; how many is its user's choice. */
const IMMEDIATE_DEFERRED_SHARE = 0.25;
/** Turns of the event loop by which an immediate is put off at most. */
const IMMEDIATE_TURNS_MAX = 4;

const { setImmediate: soon } = globalThis;

/** Wraps them, for good. */
export function injectDelays(random: Random): void {
  const cleared = new WeakSet<object>();
  deferImmediates(random, cleared);
  deferTimers(random, cleared);
  shuffleReads(random);
}

type Job = (...args: unknown[]) => void;

/** Runs `job` after so many turns, unless it was cleared meanwhile. */
function putOff(turns: number, isCleared: () => boolean, job: () => void): void {
  if (isCleared()) return;
  if (turns <= 0) job();
  else soon(() => putOff(turns - 1, isCleared, job));
}

function deferImmediates(random: Random, cleared: WeakSet<object>): void {
  const { setImmediate: original, clearImmediate: clear } = globalThis;
  const late = (job: Job, ...args: unknown[]): NodeJS.Immediate => {
    const isLate = random() < IMMEDIATE_DEFERRED_SHARE;
    const turns = isLate ? 1 + Math.floor(random() * IMMEDIATE_TURNS_MAX) : 0;
    const immediate = original(() =>
      putOff(
        turns,
        () => cleared.has(immediate),
        () => job(...args),
      ),
    );
    return immediate;
  };
  globalThis.setImmediate = Object.assign(late, original);
  globalThis.clearImmediate = (immediate) => {
    if (typeof immediate === 'object' && immediate !== null) cleared.add(immediate);
    clear(immediate);
  };
}

function deferTimers(random: Random, cleared: WeakSet<object>): void {
  const { setTimeout: original, clearTimeout: clear } = globalThis;
  const late = (job: Job, ms?: number, ...args: unknown[]): NodeJS.Timeout => {
    const timer = original(() => {
      let turns = 0;
      while (random() < TIMER_LATE_SHARE) turns++;
      putOff(
        turns,
        () => cleared.has(timer),
        () => job(...args),
      );
    }, ms);
    return timer;
  };
  globalThis.setTimeout = Object.assign(late, original);
  globalThis.clearTimeout = (timer) => {
    if (typeof timer === 'object' && timer !== null) cleared.add(timer);
    clear(timer);
  };
}

/** What sockets have read in one poll is handed on after it, socket by socket in a random order, and some of it a turn later still. */
function shuffleReads(random: Random): void {
  const waiting = new Map<net.Socket, unknown[]>();
  const push = Reflect.get(net.Socket.prototype, 'push') as (this: net.Socket, chunk: unknown) => boolean;
  let isDue = false;
  const handOn = (): void => {
    isDue = false;
    for (const socket of shuffle([...waiting.keys()], random)) {
      if (random() < READ_DEFERRED_SHARE) continue;
      const chunks = waiting.get(socket)!;
      waiting.delete(socket);
      for (const chunk of chunks) {
        if (socket.destroyed) break;
        push.call(socket, chunk);
        // Node asks for more behind the end of a stream, which is what makes it end.
        if (chunk === null) socket.read(0);
      }
    }
    if (waiting.size > 0) ask();
  };
  const ask = (): void => {
    if (!isDue) soon(handOn);
    isDue = true;
  };
  net.Socket.prototype.push = function deferred(this: net.Socket, chunk: unknown): boolean {
    const chunks = waiting.get(this) ?? [];
    waiting.set(this, [...chunks, chunk]);
    ask();
    return true;
  };
}

function shuffle<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}
