// What every workload does per case, so that their times can be compared: the natural run of `btw/renders` for the variant
// `per-call`, which is a BTW read to its end and another one, the probe, each on a session of its own.

/** One measured way of doing the exchange. */
export type Workload = {
  /** Runs so many cases, one after the other; gives back the answers of the last, a call each. */
  runCases(count: number): Promise<string[]>;
  /** Lets go of everything that keeps the process alive. */
  close(): Promise<void>;
};

/** Names of the workloads, in the order in which a round runs them. */
export const WORKLOAD_NAMES = ['simulated', 'loopback', 'floor'] as const;
export type WorkloadName = (typeof WORKLOAD_NAMES)[number];

/** The variant that is run. */
export const VARIANT = 'per-call';

/** The calls of one case, by name: the actor and the probe. */
export const CALLS = ['reader', 'probe'] as const;

/** What the application reads from the answer to the call `index`: its first word tells the exchanges of a case apart. */
export function answerOf(index: number): string {
  return `t${index}: a side questión naïve, answered`;
}
