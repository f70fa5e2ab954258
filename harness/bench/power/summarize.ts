// Attempts of a contender → the figures of a table. An attempt that was cut off counts as longer than every other, so that a median is
// known as long as more than half of the attempts came to something.
import type { AlarmCounts } from './alarms.ts';
import type { Attempt, ContenderName, Measurement } from './attempt.ts';

/** What a contender came to at a target. Medians and worst are undefined where they lie behind the cap. */
export type Summary = {
  target: string;
  contender: ContenderName;
  attempts: number;
  found: number;
  medianRuns: number | undefined;
  worstRuns: number | undefined;
  medianCpuMs: number | undefined;
  /**
   * All processor time over all failures: what one costs. Undefined without one. Failures on real sockets come in bursts, with whatever
   * else the machine does, so that most gaps between them are shorter than what a loop begun at any moment has before it.
   */
  perFailureMs: number | undefined;
  /** Runs and processor time of all attempts, also of those that came to nothing. */
  runs: number;
  cpuMs: number;
  startCpuMs: number;
  cap: number;
  /** Of a baseline at a planted defect, or on the client without one: in how many runs each oracle told. */
  alarms: AlarmCounts;
};

/** A ratio; `isBound` where the dividend is only known to be more than its part in it. */
export type Ratio = { target: string; value: number; isBound: boolean };

/** Sums a measurement up. */
export function summarize(measurement: Measurement): Summary {
  const { target, contender, attempts, startCpuMs, cap, alarms = {} } = measurement;
  const found = attempts.filter(({ isFound }) => isFound).length;
  const cpuMs = sumOf(attempts, 'cpuMs');
  return {
    target,
    contender,
    attempts: attempts.length,
    found,
    medianRuns: known(medianOf(attempts.map((attempt) => (attempt.isFound ? attempt.runs : Infinity)))),
    worstRuns: known(Math.max(...attempts.map((attempt) => (attempt.isFound ? attempt.runs : Infinity)))),
    medianCpuMs: known(medianOf(attempts.map((attempt) => (attempt.isFound ? attempt.cpuMs : Infinity)))),
    runs: sumOf(attempts, 'runs'),
    cpuMs,
    perFailureMs: found === 0 ? undefined : cpuMs / found,
    startCpuMs,
    cap,
    alarms,
  };
}

/** Share of runs that fail. Attempts follow one another without a gap, so that this is the rate of one long loop. */
export function failingShare({ found, runs }: Summary): number {
  return runs === 0 ? 0 : found / runs;
}

/**
 * How many times more processor time a failure costs `slower` than `faster`. Where the slower one had none, it is more than all that it
 * took. Undefined where the faster one had none.
 */
export function cpuRatio(slower: Summary, faster: Summary): Ratio | undefined {
  if (faster.perFailureMs === undefined) return undefined;
  const value = (slower.perFailureMs ?? slower.cpuMs) / faster.perFailureMs;
  return { target: slower.target, value, isBound: slower.perFailureMs === undefined };
}

/**
 * How many times more runs `one` takes than `other`, by their medians; more than its cap allows where it has none. Undefined where the
 * other has none.
 */
export function runsRatio(one: Summary, other: Summary): Ratio | undefined {
  if (other.medianRuns === undefined) return undefined;
  const value = (one.medianRuns ?? one.cap) / other.medianRuns;
  return { target: one.target, value, isBound: one.medianRuns === undefined };
}

/** The middle value, the mean of the two in the middle where there are two. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
  // Infinity less Infinity is nothing.
  return lower === upper ? lower : (lower + upper) / 2;
}

function known(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function sumOf(attempts: readonly Attempt[], what: 'runs' | 'cpuMs'): number {
  return attempts.reduce((sum, attempt) => sum + attempt[what], 0);
}
