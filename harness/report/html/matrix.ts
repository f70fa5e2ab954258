// A campaign's result → the matrix as tables: scenarios by variants, each cell with its verdict in words and links to what was found
// there. Scenarios with the same variants share a table.
import type { CampaignResult, VariantResult } from '../../model/campaign-result.ts';
import { describeVariant } from '../summary-matrix.ts';
import { formatRoute } from './format-route.ts';
import { markup, type Markup } from './markup.ts';

/** The tables; texts are printable already. */
export function renderMatrix(result: CampaignResult): Markup {
  const scenarios = Map.groupBy(result.variants, ({ scenario }) => scenario);
  const tables = Map.groupBy(scenarios, ([, variants]) => variants.map(({ name }) => name).join('\n'));
  return markup`${[...tables.values()].map((rows) => renderTable(rows, result))}`;
}

function renderTable(rows: [scenario: string, variants: VariantResult[]][], result: CampaignResult): Markup {
  const names = rows[0]![1].map(({ name }) => name);
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of ${names.join(', ')}"><table class="matrix">
<thead><tr><th scope="col">scenario</th>${names.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([scenario, variants]) =>
      markup`<tr><th scope="row">${scenario}</th>${variants.map((variant) => renderCell(variant, result))}</tr>
`,
  )}</tbody></table></div>`;
}

function renderCell(variant: VariantResult, result: CampaignResult): Markup {
  const lines = describeVariant(variant, result);
  const here = result.findings.filter(
    ({ scenario, variant: name }) => scenario === variant.scenario && name === variant.name,
  );
  return markup`<td>${lines.map(({ text, style }) => {
    const oracle = /^(?:UNEXPECTED|found) (\S+)/.exec(text)?.[1];
    const isUnexpected = text.startsWith('UNEXPECTED');
    const target = here.find((each) => each.oracle === oracle && each.isExpected !== isUnexpected);
    const words = markup`<span class="${style}">${text}</span>`;
    return target === undefined
      ? markup`<p>${words}</p>`
      : markup`<p><a href="${formatRoute([target.fingerprint, target.scenario, target.variant])}">${words}</a></p>`;
  })}</td>`;
}
