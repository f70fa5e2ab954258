// How much of the machine one worker may take before its client counts as spinning, blocked or out of memory.
import {
  WORKER_HEAP_LIMIT_MB,
  WORKER_MEMORY_LIMIT_MB,
  WORKER_SILENCE_LIMIT_MS,
  WORKER_SPIN_LIMIT_CPU_MS,
} from '../model/limits.ts';

/** Bounds of one worker process; the defaults are in model/limits.ts, smaller ones are for tests. */
export type WorkerBounds = {
  /** Milliseconds of processor time within one run. */
  spinCpuMs: number;
  /** Milliseconds within one run in which the process was able to go on and did not use its processor. */
  silenceMs: number;
  /** Megabytes of the JavaScript heap's old generation. */
  heapMb: number;
  /** Megabytes of the whole process. */
  memoryMb: number;
};

/** The bounds of every worker that is not told otherwise. */
export const WORKER_BOUNDS: WorkerBounds = {
  spinCpuMs: WORKER_SPIN_LIMIT_CPU_MS,
  silenceMs: WORKER_SILENCE_LIMIT_MS,
  heapMb: WORKER_HEAP_LIMIT_MB,
  memoryMb: WORKER_MEMORY_LIMIT_MB,
};
