// A campaign's result → the matrix as tables: scenarios by variants, each cell with its verdict in words and links to what was found
// there. Scenarios with the same variants share a table.
import type { CampaignResult, VariantResult } from '../../model/campaign-result.ts';
import { groupScenarios, type ScenarioGroup } from '../group-scenarios.ts';
import { describeVariant } from '../summary-matrix.ts';
import { formatRoute } from './format-route.ts';
import { markup, type Markup } from './markup.ts';

/** The tables; texts are printable already. */
export function renderMatrix(result: CampaignResult): Markup {
  return markup`${groupScenarios(result.variants).map((group) => renderTable(group, result))}`;
}

function renderTable({ names, rows }: ScenarioGroup, result: CampaignResult): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of ${names.join(', ')}"><table class="matrix">
<thead><tr><th scope="col">scenario</th>${names.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([scenario, variants]) =>
      markup`<tr><th scope="row">${scenario}</th>${variants.map((variant) => renderCell(variant, result))}</tr>
`,
  )}</tbody></table></div>`;
}

function renderCell(variant: VariantResult, result: CampaignResult): Markup {
  return markup`<td>${describeVariant(variant, result).map(({ text, style, of }) => {
    const words = markup`<span class="${style}">${text}</span>`;
    return of === undefined
      ? markup`<p>${words}</p>`
      : markup`<p><a href="${formatRoute([of.fingerprint, of.scenario, of.variant])}">${words}</a></p>`;
  })}</td>`;
}
