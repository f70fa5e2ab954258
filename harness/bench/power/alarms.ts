// What tells a baseline of a planted defect: the oracles that the author of such a loop gives it without knowing any defect, the same
// for all of them. docs/benchmarks.md says each in a sentence.

/**
 * - `crash`: an uncaught exception or an unhandled rejection.
 * - `rejected`: a call that nobody gave up rejects, although the server answered as it should.
 * - `delivery`: what was delivered is not what the server sent, or came after the call had been given up.
 * - `pending`: a call, the end of the client or the stream of a subscriber has not settled when time is up.
 * - `left-open`: connections that the ended client keeps, or requests that it makes after its end.
 */
const ALARMS = ['crash', 'rejected', 'delivery', 'pending', 'left-open'] as const;
export type Alarm = (typeof ALARMS)[number];

/** In how many runs each was raised. */
export type AlarmCounts = Partial<Record<Alarm, number>>;

/** Adds up what was counted. */
export function addAlarms(one: AlarmCounts, other: AlarmCounts): AlarmCounts {
  const sums = ALARMS.map((alarm) => [alarm, (one[alarm] ?? 0) + (other[alarm] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, count]) => count > 0));
}

/** Counts what one run raised. */
export function countAlarms(raised: readonly Alarm[]): AlarmCounts {
  return Object.fromEntries(raised.map((alarm) => [alarm, 1]));
}

/** Those that were raised at least once, by any, in a fixed order. */
export function raisedIn(...counts: readonly AlarmCounts[]): Alarm[] {
  return ALARMS.filter((alarm) => counts.some((count) => (count[alarm] ?? 0) > 0));
}
