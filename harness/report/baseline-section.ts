// What a run says of the findings that are known → its lines: how many are known, new and gone, and which are gone.
import type { BaselineOutcome, GoneFinding, KnownSince } from '../model/campaign-result.ts';
import { GONE_SHOWN } from '../model/limits.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import type { Screen } from './screen.ts';

/** `known since 2026-11-02, 26 days`. */
export function describeAge({ firstSeen, days }: Pick<KnownSince, 'firstSeen' | 'days'>): string {
  return `known since ${firstSeen}, ${days === 0 ? 'today' : countOf(days, 'day')}`;
}

/** `3 known, 1 new, 2 gone, 1 not judged`; what is not there is left out, but for what is known. */
export function summarizeBaseline({ known, new: fresh, gone, notJudged, update }: BaselineOutcome): string {
  const counts = [
    `${formatCount(known)} known`,
    ...(fresh > 0 ? [`${formatCount(fresh)} new`] : []),
    ...(gone.length > 0 ? [`${formatCount(gone.length)} gone`] : []),
    ...(notJudged > 0 ? [`${formatCount(notJudged)} not judged (not run to the end)`] : []),
  ];
  const change = update === undefined ? '' : ` (updated: ${update.added} added, ${update.removed} taken out)`;
  return `${counts.join(', ')}${change}`;
}

/** The lines of the section; text must be printable already. */
export function renderBaseline(outcome: BaselineOutcome, screen: Screen): string[] {
  const { file, gone } = outcome;
  const more = gone.length - GONE_SHOWN;
  return [
    screen.paint('strong', `Baseline ${file}: ${summarizeBaseline(outcome)}`),
    ...gone.slice(0, GONE_SHOWN).map((entry) => `  ${screen.paint('good', 'GONE')} ${describeGone(entry)}`),
    ...(more > 0 ? [`  (${more} more, all in the JSON report)`] : []),
    ...(gone.length > 0 ? ['  They did not show: --update-baseline takes them out.'] : []),
  ];
}

/** `hang pending in btw/leaves/shared, fingerprint …, known since …, last seen …; note: …`. */
export function describeGone(entry: GoneFinding): string {
  const { oracle, code, scenario, variant, fingerprint, note, lastSeen } = entry;
  const last = lastSeen === undefined ? '' : `, last seen ${lastSeen}`;
  const remark = note === undefined ? '' : `; note: ${note}`;
  return `${oracle} ${code} in ${scenario}/${variant}, fingerprint ${fingerprint}, ${describeAge(entry)}${last}${remark}`;
}
