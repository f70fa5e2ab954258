// What the smallest cases of findings do on every variant → tables of Markdown, one for all findings of the same variants.
import type { FindingGroup } from '../model/campaign-result.ts';
import type { Differential } from '../model/differential.ts';
import { MATRIX_CODE_CHARS, MESSAGE_LINE_CHARS } from '../model/limits.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { describeOutcome } from './differential-table.ts';
import { countOf } from '../model/format-count.ts';
import { fitTables, renderRow } from './markdown-table.ts';
import { toCode, toName } from './markdown-text.ts';

type Compared = { finding: FindingGroup; differential: Differential };

/** The tables; text must be printable already. Of more than `bytesMax` whole rows are kept. */
export function renderMarkdownDifferentials(findings: readonly FindingGroup[], bytesMax: number): string[] {
  const compared = findings.flatMap((finding): Compared[] =>
    finding.differential === undefined ? [] : [{ finding, differential: finding.differential }],
  );
  const tables = Map.groupBy(compared, ({ differential }) => JSON.stringify(namesOf(differential)));
  const { texts, missing } = fitTables(
    [...tables.values()].map((rows) => {
      const names = namesOf(rows[0]!.differential);
      const titles = ['the smallest case of', ...names.map(toName), 'so it'];
      return { titles, rows: rows.map((row) => renderCompared(row, names)) };
    }),
    bytesMax,
  );
  if (missing === 0) return texts;
  return [
    ...texts,
    `${countOf(missing, 'more finding')} on other variants, left out for the size of this page.`,
  ];
}

/** In one order, whichever of them the finding is of. */
function namesOf({ variants }: Differential): string[] {
  return variants.map(({ variant }) => variant).toSorted();
}

function renderCompared({ finding, differential }: Compared, names: readonly string[]): string {
  const { scenario, variant, oracle, code } = finding;
  const own = `${toName(scenario)}/${toName(variant)} ${oracle} ${shortCode(code)}`;
  const cells = names.map((name) => {
    const { outcome, finding: what } = differential.variants.find((one) => one.variant === name)!;
    return describeOutcome(outcome, what, shortCode);
  });
  return renderRow([own, ...cells, toCode(cutLongText(differential.headline, MESSAGE_LINE_CHARS))]);
}

function shortCode(text: string): string {
  return toCode(cutLongText(text, MATRIX_CODE_CHARS));
}
