// A campaign's result → one HTML file that opens from disk and asks for nothing: the overview as plain markup, the findings packed
// beside it, a style sheet and a script. Whatever comes from a run is scrubbed, cut to size and escaped before it is put anywhere.
import { createHash } from 'node:crypto';
import type { CampaignResult, FindingGroup } from '../../model/campaign-result.ts';
import { countOf } from '../../model/format-count.ts';
import { HTML_FINDINGS_MAX, HTML_REPORT_BYTES_MAX, HTML_TEXT_CHARS_MAX } from '../../model/limits.ts';
import { weightOf } from '../../model/finding-state.ts';
import { toShortPrintable } from '../cut-texts.ts';
import type { ReportContext } from '../reporter.ts';
import { packPageData } from './fit-size.ts';
import { makePageFinding } from './make-page-data.ts';
import { markup, trusted, type Markup } from './markup.ts';
import { renderHelp } from './help-dialog.ts';
import { renderOverview } from './overview.ts';
import { readPageScript } from './read-page-script.ts';
import { STYLE } from './style-sheet.ts';
import { TIMELINE_STYLE } from './timeline-style.ts';

/** The page, ending with a line break. */
export function renderHtmlReport(
  raw: CampaignResult,
  { exit, launcher }: Pick<ReportContext, 'exit' | 'launcher'>,
): string {
  const result = toShortPrintable({ ...raw, findings: raw.findings.map(spellTabs) }, HTML_TEXT_CHARS_MAX);
  const findings = result.findings.toSorted(byWeight).slice(0, HTML_FINDINGS_MAX);
  const pages = findings.map((finding) => makePageFinding(finding, result, launcher));
  const script = readPageScript();
  const style = `${STYLE}\n${TIMELINE_STYLE}`;
  const page = (base64: string, note: string): string =>
    renderPage({
      title: `closecall: ${exit.why.join('; ')}`,
      style,
      script,
      base64,
      overview: renderOverview({ result, findings, pages, exit, note }),
    });
  const frame = Buffer.byteLength(page('', NOTE_ROOM));
  const { base64, leftOut } = packPageData(pages, Math.max(0, HTML_REPORT_BYTES_MAX - frame));
  return page(base64, describeLeftOut(leftOut));
}

/** A note as long as one can be, so that the frame is not measured too small. */
const NOTE_ROOM = ' '.repeat(300);

function renderPage(parts: {
  title: string;
  style: string;
  script: string;
  base64: string;
  overview: Markup;
}): string {
  const { title, style, script, base64, overview } = parts;
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" id="skip" href="#main">Skip to the report</a>
<header class="mast">
<p class="brand"><a href="#/">closecall</a> <span>report</span></p>
<p class="mast-buttons needs-script">
<button type="button" id="theme">Theme: system</button>
<button type="button" id="open-help" aria-haspopup="dialog">Keys and signs <kbd>?</kbd></button>
</p>
</header>
<main id="main" tabindex="-1">
<div id="overview">${overview}</div>
<article id="finding" hidden></article>
</main>
${renderHelp()}
<div id="live" class="unseen" role="status" aria-live="polite"></div>
<script id="data" type="application/octet-stream">${base64}</script>
<script>${trusted(script)}</script>
</body>
</html>
`.text;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Unexpected findings first, then known and expected ones; of these those that real sockets confirmed, then the frequent ones; else as they came. */
function byWeight(left: FindingGroup, right: FindingGroup): number {
  return (
    weightOf(left) - weightOf(right) ||
    (right.confirmation?.confirmed ?? 0) - (left.confirmation?.confirmed ?? 0) ||
    right.count - left.count
  );
}

/** Source keeps its indentation: a tab would be shown as an escape. */
function spellTabs(finding: FindingGroup): FindingGroup {
  const places = finding.places.map((place) => {
    const { excerpt } = place;
    if (excerpt === undefined) return place;
    return {
      ...place,
      excerpt: { ...excerpt, lines: excerpt.lines.map((line) => line.replaceAll('\t', '  ')) },
    };
  });
  return { ...finding, places };
}

function describeLeftOut({ originals, smallest }: { originals: number; smallest: number }): string {
  const parts = [
    ...(originals > 0 ? [`the timelines of ${countOf(originals, 'case')} as drawn`] : []),
    ...(smallest > 0 ? [`the timelines of the last ${countOf(smallest, 'finding')}`] : []),
  ];
  if (parts.length === 0) return '';
  return `Left out, since the report would have become too large: ${parts.join(' and ')}. Replay one to see it; the JSON report has all.`;
}
