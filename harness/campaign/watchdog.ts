// A thread in every worker process that ends the process when its client spins, blocks or eats the machine's memory, or
// when the parent is gone. A thread, since a client that spins answers nobody; it says why on stderr before it strikes.
import { Session } from 'node:inspector/promises';
import { workerData } from 'node:worker_threads';
import { writeEndNotice, type EndNotice } from './end-notice.ts';
import { PULSE } from './pulse.ts';
import type { WorkerBounds } from './worker-bounds.ts';

/** What the thread is started with. */
export type WatchdogData = { pulse: Int32Array; bounds: WorkerBounds; parent: number };

const { pulse, bounds, parent } = workerData as WatchdogData;

/** Looks per bound: an end comes this much late at most. */
const LOOKS = 8;
const LOOK_MS = Math.max(10, Math.min(bounds.spinCpuMs, bounds.silenceMs, 2_000) / LOOKS);

/** How many times longer than a case it may take to load a client. */
const STARTUP_FACTOR = 6;

/** How many times longer a run may take that fills its heap: V8 collects for long before it says that there is no more. */
const GROWTH_FACTOR = 4;

/** Milliseconds that a thread has to say where it is: one that spins on a busy machine, and one in a system call, which seldom can. */
const STACK_WAIT_MS: Readonly<Record<string, number>> = { spin: 10_000, blocked: 250 };

/** Milliseconds of processor time between two looks below which the process did nothing; this thread itself takes some. */
const IDLE_CPU_MS = 2;

const MB = 1024 * 1024;

let lastBeat = -1;
let cpuAtBeatMs = 0;
let cpuAtLookMs = 0;
let idleLooks = 0;
let memoryAtBeatMb = 0;
let isEnding = false;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function look(): void {
  if (isEnding) return;
  // Nobody is left to report to.
  if (process.ppid !== parent) kill();
  const memoryMb = process.memoryUsage.rss() / MB;
  if (memoryMb > bounds.memoryMb)
    return void end(
      'out-of-memory',
      `the process took ${Math.round(memoryMb)} MB of memory; ${bounds.memoryMb} MB are allowed`,
    );
  const usedMs = cpuMs();
  // On a busy machine a client that spins gets its turn seldom, but it gets it: that is not being blocked.
  idleLooks = usedMs - cpuAtLookMs < IDLE_CPU_MS ? idleLooks + 1 : 0;
  cpuAtLookMs = usedMs;
  const beat = Atomics.load(pulse, PULSE.beat);
  if (beat !== lastBeat || Atomics.load(pulse, PULSE.atRest) === 1) {
    lastBeat = beat;
    cpuAtBeatMs = usedMs;
    idleLooks = 0;
    memoryAtBeatMb = memoryMb;
    return;
  }
  const isGrowing = memoryMb - memoryAtBeatMb > bounds.heapMb / 4;
  const factor = beat === 0 ? STARTUP_FACTOR : isGrowing ? GROWTH_FACTOR : 1;
  const what = beat === 0 ? 'loading' : 'one run';
  if (usedMs - cpuAtBeatMs > bounds.spinCpuMs * factor)
    void end(
      'spin',
      `spun: ${what} took more than ${(bounds.spinCpuMs * factor) / 1000} s of processor time`,
    );
  // Looks are counted, not time: a machine that was asleep or too busy to look has not waited.
  else if (idleLooks * LOOK_MS > bounds.silenceMs * factor)
    void end('blocked', `blocked: ${what} did nothing for ${(bounds.silenceMs * factor) / 1000} s`);
}

async function end(code: string, message: string): Promise<void> {
  isEnding = true;
  const waitMs = STACK_WAIT_MS[code];
  strike({ code, message, stack: waitMs === undefined ? '' : await readStack(waitMs) });
}

function strike(notice: EndNotice): void {
  writeEndNotice(notice);
  kill();
}

function kill(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Where the main thread is, by stopping it; '' when it does not stop (it sits in a system call). */
async function readStack(waitMs: number): Promise<string> {
  const session = new Session();
  const scripts = new Map<string, string>();
  // Promise.withResolvers is not in every Node that workers run on.
  let resolve!: (stack: string) => void;
  const promise = new Promise<string>((settle) => (resolve = settle));
  setTimeout(() => resolve(''), waitMs);
  session.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params.url));
  session.on('Debugger.paused', ({ params }) =>
    resolve(
      params.callFrames
        .map(({ functionName, location: { scriptId, lineNumber, columnNumber } }) => {
          const place = `${scripts.get(scriptId) ?? ''}:${lineNumber + 1}:${(columnNumber ?? 0) + 1}`;
          return functionName === '' ? `    at ${place}` : `    at ${functionName} (${place})`;
        })
        .join('\n'),
    ),
  );
  try {
    session.connectToMainThread();
    session.post('Debugger.enable').catch(() => resolve(''));
    session.post('Debugger.pause').catch(() => resolve(''));
    return await promise;
  } catch {
    return '';
  }
}

setInterval(look, LOOK_MS);
