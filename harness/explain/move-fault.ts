// An injected fault → the same fault at earlier and later points of its answer, the nearest first.
import { formatFault, type Case, type FaultPoint } from '../model/case.ts';
import type { Change } from './change.ts';

/** The points of an answer with so many items, in order. */
function listPoints(items: number): FaultPoint[] {
  const inside = Array.from({ length: items }, (_, nth): FaultPoint[] => [`item:${nth}`, `mid:${nth}`]);
  return ['before-head', 'in-head', ...inside.flat(), 'at-end', 'idle'];
}

/** The fault `index` of the case elsewhere, in an answer with so many items; none where it has no point. */
export function moveFault(kase: Case, index: number, items: number): { earlier: Change[]; later: Change[] } {
  const fault = kase.faults[index]!;
  if (!('at' in fault)) return { earlier: [], later: [] };
  const points = listPoints(items);
  const own = points.indexOf(fault.at);
  if (own === -1) return { earlier: [], later: [] };
  const toChange =
    (where: string) =>
    (at: FaultPoint, nth: number): Change => ({
      kind: 'moved',
      words: `${formatFault(fault)} strikes ${where}, at ${at}`,
      case: { ...kase, faults: kase.faults.with(index, { ...fault, at }) },
      size: nth + 1,
    });
  return {
    earlier: points.slice(0, own).toReversed().map(toChange('earlier')),
    later: points.slice(own + 1).map(toChange('later')),
  };
}
