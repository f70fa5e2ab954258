// Ranges of releases → sentences about them, the same in every report.
import type { BisectLine, BisectRange, BisectResult, RangeEdge } from '../model/bisect-result.ts';
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import { countOf } from '../model/format-count.ts';

/** What was looked for: `crash ERR_ASSERTION of "exception"`. */
export function describeSought({ repro: { oracle, code }, subject }: BisectResult): string {
  return `${oracle} ${code} of "${subject}"`;
}

/** A line in a few words: `in 3 ranges`, `in none of 12 tried`. */
export function describeLine({ probes, ranges }: BisectLine): string {
  const decided = probes.filter(({ verdict }) => verdict !== 'inconclusive');
  if (decided.length === 0) return probes.length === 0 ? 'not tried' : 'no verdict';
  if (ranges.length === 0) return `in none of ${decided.length} tried`;
  if (decided.every(({ verdict }) => verdict === 'bad')) return `in all of ${decided.length} tried`;
  return ranges.length === 1 ? 'in some' : `in ${ranges.length} ranges`;
}

/** `8.2.0`, or `8.2.0 to 8.4.1`. */
export function describeSpan({ firstBad, lastBad }: BisectRange): string {
  return firstBad === lastBad ? firstBad : `${firstBad} to ${lastBad}`;
}

/** Where a range begins. `date` adds when a release came out. */
export function describeBegin({ firstBad, before }: BisectRange, date: (version: string) => string): string {
  const { good, unknown } = before;
  if (good === undefined)
    return unknown.length === 0
      ? `there from ${date(firstBad)} on, the first that was looked at`
      : `there in ${date(firstBad)}, and earlier nothing is known${inBrackets(unknown)}`;
  if (unknown.length === 0) return `introduced in ${date(firstBad)} (last good ${good})`;
  return `introduced between ${good} and ${date(firstBad)}${inBrackets(unknown)}`;
}

/** Where it ends. */
export function describeEnd({ lastBad, after }: BisectRange, date: (version: string) => string): string {
  const { good, unknown } = after;
  if (good === undefined)
    return unknown.length === 0
      ? `still there in ${lastBad}, the last that was looked at`
      : `still there in ${lastBad}, and later nothing is known${inBrackets(unknown)}`;
  if (unknown.length === 0) return `fixed in ${date(good)} (last bad ${lastBad})`;
  return `fixed between ${lastBad} and ${date(good)}${inBrackets(unknown)}`;
}

function inBrackets(unknown: RangeEdge['unknown']): string {
  const [first, last] = [unknown[0]!, unknown.at(-1)!];
  return unknown.length === 1 ? ` (no verdict on ${first})` : ` (no verdict on ${first} to ${last})`;
}

/** A version with the day it came out, where that is known: `8.5.0 of 2026-09-01`. */
export function datesOf({ published }: BisectResult): (version: string) => string {
  return (version) => {
    const at = published[version];
    return at === undefined ? version : `${version} of ${at.slice(0, 10)}`;
  };
}

/** What should be known before a range is believed: one sentence each. */
export function listCautions({ lines, base }: BisectResult): string[] {
  const probes = lines.flatMap((line) => line.probes);
  const bad = probes.filter(({ verdict }) => verdict === 'bad');
  const own = bad.find(({ version }) => version === base)?.fingerprint;
  const near = bad.filter(({ neighbour }) => neighbour !== 0).map(({ version }) => version);
  const elsewhere = bad
    .filter(({ fingerprint }) => own !== undefined && fingerprint !== own)
    .map(({ version }) => version);
  return [
    ...(near.length === 0 ? [] : [`Only by a neighbour of the case: ${near.join(', ')}.`]),
    ...(elsewhere.length === 0
      ? []
      : [`At another place in the client, so it may be another bug: ${elsewhere.join(', ')}.`]),
  ];
}

/** Releases without a verdict, by what was in the way. */
export function groupInconclusive({ lines }: BisectResult): [why: string, versions: string[]][] {
  const probes = lines.flatMap((line) => line.probes).filter(({ verdict }) => verdict === 'inconclusive');
  const groups = Map.groupBy(probes, ({ version, why = '' }) => why.replaceAll(version, 'VERSION'));
  return [...groups].map(([why, group]) => [why, group.map(({ version }) => version)]);
}

/** The exit code of `bisect`: 0 when releases have verdicts, 125 when none but the repro's own has, 130 interrupted. */
export function decideBisectExit({ lines, base, interrupted }: BisectResult): ExitDecision {
  if (interrupted) return { code: EXIT_CODES.interrupted.code, why: ['interrupted'] };
  const decided = lines.flatMap(({ probes }) => probes).filter(({ verdict }) => verdict !== 'inconclusive');
  if (!decided.some(({ version }) => version !== base))
    return { code: EXIT_CODES.inconclusive.code, why: ['no release but its own has a verdict'] };
  const ranges = lines.reduce((sum, line) => sum + line.ranges.length, 0);
  const edges = lines.flatMap((line) => line.ranges).flatMap(({ before, after }) => [before, after]);
  const open = edges.filter(({ good, unknown }) => good !== undefined && unknown.length > 0).length;
  const vague = open === 0 ? '' : `, ${countOf(open, 'edge')} not exact`;
  return { code: EXIT_CODES.ok.code, why: [`${countOf(ranges, 'range')}${vague}`] };
}
