// What happens, by name → what is to happen next. Part of an ejected script: names of moments are explained in its head.

type Waiting = { moments: readonly string[]; run: () => void; how: How };

/** When, from its last moment on: after that many microtask turns, or that many milliseconds, or else as soon as nothing runs. */
type How = { turns?: number; afterMs?: number };

const happened = new Set<string>();
const waiting = new Set<Waiting>();
const later = globalThis.setTimeout;

/** Settles after `ms` milliseconds; no timer of the client's. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => void later(resolve, ms));
}

/** Does `run` once all of `moments` have happened. */
export function when(moments: readonly string[], run: () => void, how: How = {}): void {
  waiting.add({ moments, run, how });
}

/** Something happened: what waited for it is done. */
export function moment(name: string): void {
  happened.add(name);
  for (const job of waiting) {
    if (!job.moments.every((each) => happened.has(each))) continue;
    waiting.delete(job);
    const { afterMs, turns } = job.how;
    if (turns !== undefined) afterTurns(turns, job.run);
    else if (afterMs !== undefined) later(job.run, afterMs);
    else whenQuiet(job.run);
  }
}

/** True when it has happened already. */
export function hasHappened(name: string): boolean {
  return happened.has(name);
}

/** Moments that something still waits for. */
export function listMissing(): string[] {
  return [...waiting].flatMap(({ moments }) => moments.filter((name) => !happened.has(name)));
}

function afterTurns(turns: number, run: () => void): void {
  if (turns === 0) run();
  else queueMicrotask(() => afterTurns(turns - 1, run));
}

/** Once all promises and ticks that are under way are through, and before anything else happens. */
export function whenQuiet(run: () => void, rounds = 30): void {
  if (rounds === 0) process.nextTick(run);
  else process.nextTick(() => queueMicrotask(() => whenQuiet(run, rounds - 1)));
}
