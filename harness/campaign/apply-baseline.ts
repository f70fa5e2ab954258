// A result and the findings that are known → the same result, each finding marked as known where it is, and which of those that are
// known the run did not show. The one place where that is judged, for a run, its resumption, and merged shards alike.
import { keyOfFinding, type Baseline, type BaselineEntry } from '../model/baseline.ts';
import type { CampaignResult, KnownSince } from '../model/campaign-result.ts';
import { hasVerdicts } from '../model/has-verdicts.ts';

const DAY_MS = 86_400_000;

/** Marks the result. `file` is the baseline's path as it was given; `today` is the day in UTC, as `2026-11-28`. */
export function applyBaseline(
  result: CampaignResult,
  { findings: entries }: Baseline,
  { file, today }: { file: string; today: string },
): CampaignResult {
  const known = new Map(entries.map((entry) => [keyOfFinding(entry), entry]));
  const shown = new Set(result.findings.map(keyOfFinding));
  const findings = result.findings.map((finding) => {
    const entry = finding.isExpected ? undefined : known.get(keyOfFinding(finding));
    return entry === undefined ? finding : { ...finding, knownSince: sinceOf(entry, today) };
  });
  const corpus = result.corpus.map((kept) =>
    !kept.isExpected && known.has(keyOfFinding(kept)) ? { ...kept, isKnown: true as const } : kept,
  );
  const missing = entries.filter((entry) => !shown.has(keyOfFinding(entry)));
  const gone = missing.filter((entry) => isJudged(entry, result));
  const surprises = findings.filter(({ isExpected }) => !isExpected);
  const knownCount = surprises.filter((finding) => 'knownSince' in finding).length;
  return {
    ...result,
    findings,
    corpus,
    baseline: {
      file,
      known: knownCount,
      new: surprises.length - knownCount,
      gone: gone.map((entry) => ({ ...entry, days: daysBetween(entry.firstSeen, today) })),
      notJudged: missing.length - gone.length,
    },
  };
}

function sinceOf({ firstSeen, firstSeenIn, note }: BaselineEntry, today: string): KnownSince {
  const days = daysBetween(firstSeen, today);
  return { firstSeen, days, firstSeenIn, ...(note === undefined ? {} : { note }) };
}

function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS));
}

/**
 * Whether a run says that a finding is gone by not showing it: when its variant was run to the end, as a whole, without anything that
 * took cases away.
 */
function isJudged(entry: BaselineEntry, { shard, variants, problems, divergences }: CampaignResult): boolean {
  const isHere = (item: { scenario: string; variant: string }): boolean =>
    item.scenario === entry.scenario && item.variant === entry.variant;
  const own = variants.find(({ scenario, name }) => isHere({ scenario, variant: name }));
  return (
    shard === undefined &&
    own !== undefined &&
    own.isRunToEnd === true &&
    hasVerdicts(own) &&
    !problems.some(isHere) &&
    !divergences.some(isHere)
  );
}
