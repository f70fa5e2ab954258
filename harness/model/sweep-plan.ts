// How much there is to sweep, and in which order: the natural run, every action at every place, every fault by itself, and then pairs
// of actions and actions with a fault in turn. Pure arithmetic: a parent knows from a number of cases what was covered.

/** What a sweep is made of: places at which an action can be (each action counted), and faults. */
export type SweepPlan = { points: number; faults: number };

/** A part of a sweep, and how many cases it has. */
const SWEEP_PARTS = ['points', 'faults', 'pairs', 'points with a fault'] as const;
type SweepPart = (typeof SWEEP_PARTS)[number];

/** Cases tried of a part, of how many there are. */
export type SweepCoverage = { part: SweepPart; tried: number; of: number }[];

/** Cases of each part. */
function countParts({ points, faults }: SweepPlan): Record<SweepPart, number> {
  return {
    points,
    faults,
    pairs: points === 0 ? 0 : (points * (points - 1)) / 2,
    'points with a fault': points * faults,
  };
}

/** Cases of the whole sweep, the natural run with them. */
export function countSweep(plan: SweepPlan): number {
  return 1 + Object.values(countParts(plan)).reduce((sum, count) => sum + count, 0);
}

/** The part and the place in it of case `index`; undefined for the natural run, and beyond the end. */
export function placeOf(plan: SweepPlan, index: number): { part: SweepPart; nth: number } | undefined {
  const counts = countParts(plan);
  if (index === 0) return undefined;
  let nth = index - 1;
  if (nth < counts.points) return { part: 'points', nth };
  nth -= counts.points;
  if (nth < counts.faults) return { part: 'faults', nth };
  nth -= counts.faults;
  const [pairs, faulted] = [counts.pairs, counts['points with a fault']];
  const shared = Math.min(pairs, faulted) * 2;
  if (nth < shared) return { part: nth % 2 === 0 ? 'pairs' : 'points with a fault', nth: nth >> 1 };
  nth -= shared / 2;
  if (nth >= Math.max(pairs, faulted)) return undefined;
  return { part: pairs > faulted ? 'pairs' : 'points with a fault', nth };
}

/** What the first `cases` cases cover, or those of them that `takes` takes. */
export function coverageOf(
  plan: SweepPlan,
  cases: number,
  takes: (index: number) => boolean = () => true,
): SweepCoverage {
  const counts = countParts(plan);
  const tried: Record<SweepPart, number> = { points: 0, faults: 0, pairs: 0, 'points with a fault': 0 };
  const end = Math.min(cases, countSweep(plan));
  for (let index = 1; index < end; index++) if (takes(index)) tried[placeOf(plan, index)!.part]++;
  return SWEEP_PARTS.map((part) => ({ part, tried: tried[part], of: counts[part] }));
}
