// A result that was held against a baseline → the baseline as it is to be: what is new added, what is gone taken out, and all else,
// with the notes that people wrote, as it was; what was seen again has this day as its last.
import { keyOfFinding, makeBaseline, type Baseline, type BaselineEntry } from '../model/baseline.ts';
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { MESSAGE_LINE_CHARS } from '../model/limits.ts';

/** The new baseline, and how many entries were added and taken out. `today` is the day in UTC, as `2026-11-28`. */
export function updateBaseline(
  result: CampaignResult,
  { findings: entries }: Baseline,
  today: string,
): { baseline: Baseline; added: number; removed: number } {
  const gone = new Set((result.baseline?.gone ?? []).map(keyOfFinding));
  const seen = new Set(result.findings.map(keyOfFinding));
  const kept = entries
    .filter((entry) => !gone.has(keyOfFinding(entry)))
    .map((entry) =>
      seen.has(keyOfFinding(entry)) && entry.firstSeen < today ? { ...entry, lastSeen: today } : entry,
    );
  const added = result.findings
    .filter(({ isExpected, knownSince }) => !isExpected && knownSince === undefined)
    .map((finding) => entryOf(finding, result, today));
  return { baseline: makeBaseline([...kept, ...added]), added: added.length, removed: gone.size };
}

function entryOf(finding: FindingGroup, { versions }: CampaignResult, firstSeen: string): BaselineEntry {
  const { fingerprint, scenario, variant, oracle, code, message } = finding;
  const short = cutLongText(message, MESSAGE_LINE_CHARS);
  return { fingerprint, scenario, variant, oracle, code, message: short, firstSeen, firstSeenIn: versions };
}
