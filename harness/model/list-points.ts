// An answer with so many body items → the points of it at which a fault can bite, in order.
import type { Fault, FaultPoint } from './fault.ts';

/** Kinds that also bite behind an answer, when its connection is idle. */
const IDLE_FAULTS: ReadonlySet<Fault['kind']> = new Set(['reset', 'fin', 'half-close']);

/** Lists them, for a fault of this kind. `item:N` of an answer with N items is behind the last. */
export function listPoints(items: number, kind: Fault['kind']): FaultPoint[] {
  const inBody = Array.from({ length: items }, (_, nth) => [`item:${nth}`, `mid:${nth}`] as const).flat();
  const points: FaultPoint[] = ['before-head', 'in-head', ...inBody, `item:${items}`, 'at-end'];
  return IDLE_FAULTS.has(kind) ? [...points, 'idle'] : points;
}
