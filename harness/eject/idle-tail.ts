// A trace → how much of it a script has to live through. Where a client only watches its own clock for minutes and nothing comes of it, a
// script need not wait for that: the simulation did, and it is said in the script's head.
import { EJECT_CASE_LIMIT_MS } from '../model/limits.ts';
import type { Trace } from '../model/trace.ts';

type Span = Pick<Trace, 'events' | 'virtualMs'>;

/** Virtual ms behind which timers fired and nothing else came, where a trace is longer than a script may be; else undefined. */
export function idleSince({ events, virtualMs }: Span): number | undefined {
  if (virtualMs <= EJECT_CASE_LIMIT_MS) return undefined;
  const last = events.findLast(
    (event) => event.kind !== 'phase' && !(event.kind === 'step' && event.event.startsWith('timer#')),
  );
  return last?.ms ?? 0;
}

/** Virtual ms of the trace that a script takes real time for. */
export function scriptMs(trace: Span): number {
  return idleSince(trace) ?? trace.virtualMs;
}
