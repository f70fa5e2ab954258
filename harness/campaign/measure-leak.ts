// What a process keeps between two cases → a number of megabytes when it is too much. Garbage does not count: it is
// collected first, and only when there is reason to, since a collection costs as much as several cases.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WORKER_LEAK_LIMIT_MB } from '../model/limits.ts';

const MB = 1024 * 1024;

/** Megabytes that are kept, rounded; undefined while they are below the bound. */
export function measureLeak(limitMb = WORKER_LEAK_LIMIT_MB): number | undefined {
  if (keptMb() < limitMb) return undefined;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const kept = keptMb();
  return kept < limitMb ? undefined : Math.round(kept);
}

function keptMb(): number {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MB;
}
