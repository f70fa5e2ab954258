// The findings of a page → a list by fingerprint, each with where it showed, how often, and the command that replays it. What the
// script filters by is in attributes.
import type { CampaignResult, FindingGroup } from '../../model/campaign-result.ts';
import { formatConfirmation } from '../../model/confirmation.ts';
import { countOf, formatCount } from '../../model/format-count.ts';
import { arrangeFindings } from '../../model/arrange-findings.ts';
import { formatRoute } from './format-route.ts';
import { markup, when, type Markup } from './markup.ts';
import type { PageFinding } from './page-data.ts';
import { describeSights, nameState } from './make-page-data.ts';

/** The list, or a sentence that there is none. `pages` are `findings` as the page has them, in the same order. */
export function renderFindingList(
  result: CampaignResult,
  findings: readonly FindingGroup[],
  pages: readonly PageFinding[],
): Markup {
  if (findings.length === 0) return markup`<p>Nothing was found.</p>`;
  const more = result.findings.length - findings.length;
  const rows = findings.map((finding, index) => ({ finding, page: pages[index]! }));
  const ofFinding = new Map(rows.map((row) => [row.finding, row]));
  const told = arrangeFindings(findings, result.issues).map(({ finding, also }): ToldRow => ({
    ...ofFinding.get(finding)!,
    also: also.map((other) => ofFinding.get(other)!),
  }));
  const groups = Map.groupBy(told, ({ finding }) => `${nameState(finding)} ${finding.fingerprint}`);
  return markup`${renderFilter(findings)}
<p id="filter-count" class="note needs-script" role="status">${countOf(findings.length, 'finding')}</p>
${[...groups.values()].map((group) => renderGroup(group, result))}
${when(more > 0, () => markup`<p class="note">${countOf(more, 'more finding')}, all in the JSON report.</p>`)}`;
}

type Row = { finding: FindingGroup; page: PageFinding };

/** A row, and those of what is taken for the same defect. */
type ToldRow = Row & { also: Row[] };

function renderGroup(rows: readonly ToldRow[], result: CampaignResult): Markup {
  const { finding, page } = rows[0]!;
  const cases = rows.reduce((sum, each) => sum + each.finding.count, 0);
  const { oracle, code, fingerprint } = finding;
  const { state } = page;
  const story = page.race?.text ?? page.failure;
  const where = rows.length === 1 ? '' : `, ${rows.length} variants`;
  return markup`<section class="group" aria-labelledby="f-${fingerprint}-${state}">
<h3 id="f-${fingerprint}-${state}"><span class="${state === 'unexpected' ? 'tag bad' : 'tag'}">${state}</span> ${oracle} <code>${code}</code></h3>
<p class="group-facts"><span class="mono">${fingerprint}</span> <span>${countOf(cases, 'case')}${where}</span> <span>${page.headline}</span></p>
<p class="message">${finding.message}</p>
${when(story !== undefined, () => markup`<p class="race">${story!}</p>`)}
<ul class="rows">${rows.flatMap((row) => [renderRow(row, result), ...row.also.map((other) => renderRow(other, result, row))])}</ul>
</section>
`;
}

/** `cause`: the row that it is told below. */
function renderRow({ finding, page }: Row, { variants }: CampaignResult, cause?: Row): Markup {
  const { scenario, variant, oracle, code, fingerprint, confirmation } = finding;
  const own = variants.find((each) => each.scenario === scenario && each.name === variant);
  const real =
    confirmation === undefined ? 'untried' : confirmation.confirmed > 0 ? 'confirmed' : 'unconfirmed';
  const text = `${scenario}/${variant} ${oracle} ${code} ${fingerprint} ${finding.message}`.toLowerCase();
  return markup`<li class="${cause === undefined ? 'row' : 'row also'}" data-oracle="${oracle}" data-state="${page.state}" data-real="${real}" data-text="${text}">
<a href="${formatRoute(page.key)}">${cause === undefined ? markup`${scenario} <b>${variant}</b>` : markup`also seen: ${oracle} <b>${code}</b>`}</a>
<span class="sights">${describeSights(finding, own?.cases ?? 0)}${confirmation === undefined ? '' : `; ${formatConfirmation(confirmation)}`}</span>
${when(page.differential !== undefined, () => markup`<span class="note">On every variant: ${page.differential!.headline}.</span>`)}
${
  page.replay === ''
    ? markup`<span class="note">the repro could not be saved</span>`
    : markup`<span class="command"><code>${page.replay}</code> <button type="button" class="copy needs-script" aria-label="Copy the replay command of ${scenario} ${variant}${cause === undefined ? '' : `, ${oracle} ${code}`}">Copy</button></span>`
}
</li>
`;
}

const STATES = ['unexpected', 'known', 'expected'] as const;

/** Works with the script only, and is hidden without. */
function renderFilter(findings: readonly FindingGroup[]): Markup {
  const oracles = [...new Set(findings.map(({ oracle }) => oracle))].toSorted();
  const count = (isCounted: (finding: FindingGroup) => boolean): string =>
    formatCount(findings.filter(isCounted).length);
  return markup`<form id="filter" class="filter needs-script" role="search" aria-label="Findings">
<label>Filter <input type="search" id="filter-text" autocomplete="off" placeholder="scenario, variant, code, words" aria-keyshortcuts="/"></label>
<label>Oracle <select id="filter-oracle">${renderOptions([['', 'all'], ...oracles.map((oracle) => [oracle, `${oracle} (${count((each) => each.oracle === oracle)})`] as const)])}</select></label>
<label>State <select id="filter-state">${renderOptions([['', 'all'], ...STATES.map((state) => [state, `${state} (${count((each) => nameState(each) === state)})`] as const)])}</select></label>
<label>Real sockets <select id="filter-real">${renderOptions([
    ['', 'all'],
    ['confirmed', 'confirmed'],
    ['unconfirmed', 'not confirmed'],
    ['untried', 'not tried'],
  ])}</select></label>
</form>`;
}

function renderOptions(values: readonly (readonly [value: string, text: string])[]): Markup[] {
  return values.map(([value, text]) => markup`<option value="${value}">${text}</option>`);
}
