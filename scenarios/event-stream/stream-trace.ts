// What the rules of the event stream read in a trace: the stream's exchanges, the app's moves, and what subscribers got.
import type { Trace, TraceEvent } from '../../harness/index.ts';

/** Promises about a whole run: a message when one is broken. */
export type Invariants = Record<string, (trace: Trace) => string | undefined>;

/**
 * What the app did to the stream in this event. A start does nothing while the stream is open; a teardown is for good.
 * An actor that begins counts as a restart: it may be one.
 */
export function moveOf(event: TraceEvent): 'starts' | 'restarts' | 'stops' | 'tears down' | undefined {
  if (event.kind === 'call' && event.call !== 'probe' && event.call !== 'dispose') return 'restarts';
  if (event.kind !== 'action' || !event.do.startsWith('app ')) return undefined;
  if (event.do.includes('tears')) return 'tears down';
  if (!event.do.includes('stops')) return 'starts';
  return event.do.includes('starts') ? 'restarts' : 'stops';
}

/** True for what the gateway tells of the stream's exchanges. */
export function isStream(event: TraceEvent): event is TraceEvent & { kind: 'wire' } {
  return event.kind === 'wire' && event.route === 'events';
}

/** What a subscriber got by this event. */
export function deliveryOf(event: TraceEvent): { subscriber: string; message: string } | undefined {
  const match = event.kind === 'note' ? /^(\w+) got (.*)$/.exec(event.text) : null;
  return match === null ? undefined : { subscriber: match[1]!, message: match[2]! };
}
