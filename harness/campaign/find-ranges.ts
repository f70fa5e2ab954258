// Verdicts along a line of releases → the ranges that have the finding, each with what is known of its edges. A range ends
// at the next release that is known to be good; what has no verdict never parts one.
import type { BisectRange, Probe, RangeEdge } from '../model/bisect-result.ts';

/** The ranges of a line, in its order. Releases that were not tried count as not known. */
export function findRanges(releases: readonly string[], probes: readonly Probe[]): BisectRange[] {
  const verdicts = new Map(probes.map(({ version, verdict }) => [version, verdict]));
  const ranges: BisectRange[] = [];
  let edge: RangeEdge = { unknown: [] };
  let range: BisectRange | undefined;
  for (const version of releases) {
    const verdict = verdicts.get(version);
    if (verdict === 'bad') {
      range ??= open(ranges, version, edge);
      range.lastBad = version;
      range.after = edge = { unknown: [] };
    } else if (verdict === 'good') {
      edge.good = version;
      edge = { good: version, unknown: [] };
      range = undefined;
    } else edge.unknown.push(version);
  }
  return ranges;
}

function open(ranges: BisectRange[], version: string, before: RangeEdge): BisectRange {
  const range: BisectRange = { firstBad: version, lastBad: version, before, after: { unknown: [] } };
  ranges.push(range);
  return range;
}
