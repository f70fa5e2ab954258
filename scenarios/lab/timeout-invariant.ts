// A run's trace → what is wrong with the time a call took: a client that is told how long a call may last says when it is over,
// whatever the gateway does.
import type { Trace } from '../../harness/index.ts';

/** What an actor notes when it hands its call to the client: from here on the client's time runs. */
export const ASKS = 'asks';

/** Virtual ms that a call may be late: what a client's coarse timers, and a case that holds events back, may cost. */
const GRACE_MS = 1_000;

/** A message when a call goes on beyond its limit (virtual ms) for the head of an answer, and none has come. */
export function checkHeads(
  trace: Trace,
  limits: Readonly<Record<string, number | undefined>>,
): string | undefined {
  const headless = Object.entries(limits).filter(
    ([name]) =>
      !trace.events.some(
        (event) => event.kind === 'wire' && event.call === name && event.event.what === 'head',
      ),
  );
  return checkTimeouts(trace, Object.fromEntries(headless));
}

/** A message when a call that has a limit (virtual ms) goes on beyond it. */
export function checkTimeouts(
  { events, virtualMs }: Trace,
  limits: Readonly<Record<string, number | undefined>>,
): string | undefined {
  for (const [name, limit] of Object.entries(limits)) {
    if (limit === undefined) continue;
    const asked = events.find(
      (event) => event.kind === 'note' && event.actor === name && event.text === ASKS,
    );
    if (asked === undefined) continue;
    const settled = events.find((event) => event.kind === 'settled' && event.call === name);
    const tookMs = (settled?.ms ?? virtualMs) - asked.ms;
    if (settled === undefined)
      return `${name}, which may take ${limit} ms, never settled; it was left at it for ${tookMs} ms`;
    if (tookMs > limit + GRACE_MS) return `${name}, which may take ${limit} ms, took ${tookMs} ms`;
  }
  return undefined;
}
