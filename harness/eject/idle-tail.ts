// A trace → how much of it a script has to live through. Where a client only watches its own clock for minutes and nothing comes of it, a
// script need not wait for that: the simulation did, and it is said in the script's head.
import { EJECT_CASE_LIMIT_MS } from '../model/limits.ts';
import type { RunPart } from '../model/recording.ts';
import type { Trace } from '../model/trace.ts';

type Span = Pick<Trace, 'events' | 'virtualMs'>;

/**
 * Virtual ms behind which timers fired and nothing else came, where what is played of a trace is longer than a script may be; else undefined.
 * `before` is the part that is not played, with all behind it.
 */
export function idleSince(trace: Span, before: RunPart | undefined): number | undefined {
  const { events, virtualMs } = cutOff(trace, before);
  if (virtualMs <= EJECT_CASE_LIMIT_MS) return undefined;
  const last = events.findLast(
    (event) => event.kind !== 'phase' && !(event.kind === 'step' && event.event.startsWith('timer#')),
  );
  return last?.ms ?? 0;
}

/** Virtual ms that nothing but timers filled at the end of what is played; 0 where a script lives through all of it. */
export function idleMs(trace: Span, before: RunPart | undefined): number {
  return cutOff(trace, before).virtualMs - scriptMs(trace, before);
}

/** Virtual ms of what is played that a script takes real time for. */
export function scriptMs(trace: Span, before: RunPart | undefined): number {
  return idleSince(trace, before) ?? cutOff(trace, before).virtualMs;
}

function cutOff({ events, virtualMs }: Span, before: RunPart | undefined): Span {
  const end = events.findIndex((event) => event.kind === 'phase' && event.phase === before);
  return end < 0 ? { events, virtualMs } : { events: events.slice(0, end), virtualMs: events[end]!.ms };
}
