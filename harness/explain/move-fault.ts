// An injected fault → the same fault at earlier and later points of its answer, the nearest first.
import { formatFault, type Case, type FaultPoint } from '../model/case.ts';
import { listPoints } from '../model/list-points.ts';
import type { Change } from './change.ts';

/** The fault `index` of the case elsewhere, in an answer with so many body items; none where it has no point. */
export function moveFault(kase: Case, index: number, items: number): { earlier: Change[]; later: Change[] } {
  const fault = kase.faults[index]!;
  if (!('at' in fault)) return { earlier: [], later: [] };
  const points = listPoints(items, fault.kind);
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
