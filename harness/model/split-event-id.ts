// An event's id → its lane and its number there.
import type { EventId } from './case.ts';

/** `c0<#3` is event 3 of lane `c0<`. */
export function splitEventId(id: EventId): { lane: string; ordinal: number } {
  const at = id.lastIndexOf('#');
  return { lane: id.slice(0, at), ordinal: Number(id.slice(at + 1)) };
}
