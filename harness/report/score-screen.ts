// A score → its table, or JSON; and how it counts as an exit code.
import { EXIT_CODES } from '../model/exit-codes.ts';
import { summarizePairs, type PairScore, type PairSummary, type Score } from '../model/score.ts';
import { formatCount } from '../model/format-count.ts';
import { formatDuration } from './format-duration.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Column } from './text-table.ts';
import { toJson } from './to-json.ts';

const PAIR_COLUMNS: readonly Column[] = [{ title: 'bug' }, { title: 'bad' }, { title: 'good' }];
const NODE_COLUMNS: readonly Column[] = [{ title: 'node' }];
const HUNT_COLUMNS: readonly Column[] = [
  { title: 'seed', align: 'right' },
  { title: 'outcome' },
  { title: 'after', align: 'right' },
  { title: 'cases', align: 'right' },
  { title: 'as' },
];

const SUMMARY_COLUMNS: readonly Column[] = [
  { title: 'pair' },
  { title: 'found' },
  { title: 'median', align: 'right' },
  { title: 'worst', align: 'right' },
];

/** The table, and a line that sums it up. */
export function renderScore({ pairs, node, budgetMs, interrupted }: Score, screen: Screen): string {
  const isElsewhere = pairs.some((pair) => pair.node !== undefined);
  const rows = pairs.map((pair) => [
    pair.id,
    pair.bad,
    pair.good,
    ...(isElsewhere ? [pair.node ?? node] : []),
    String(pair.seed),
    pair.outcome,
    formatDuration(pair.elapsedMs),
    formatCount(pair.cases),
    describe(pair),
  ]);
  const columns = [...PAIR_COLUMNS, ...(isElsewhere ? NODE_COLUMNS : []), ...HUNT_COLUMNS];
  const found = pairs.filter(({ outcome }) => outcome === 'found').length;
  return [
    `Known bugs on Node ${node}, at most ${formatDuration(budgetMs)} each`,
    '',
    ...renderTable(columns, rows, screen),
    '',
    ...renderSummaries(summarizePairs(pairs), screen),
    `${found} of ${pairs.length} found${interrupted ? '; interrupted' : ''}`,
    '',
  ].join('\n');
}

/** A line for each pair; nothing where there was one hunt for each, which the table tells of already. */
function renderSummaries(summaries: readonly PairSummary[], screen: Screen): string[] {
  if (summaries.every(({ hunts }) => hunts <= 1)) return [];
  const rows = summaries.map(({ id, bad, good, node, found, hunts, medianMs, worstMs }) => [
    `${id} ${bad} / ${good}${node === undefined ? '' : ` on Node ${node}`}`,
    `found in ${found} of ${hunts} seeds`,
    medianMs === undefined ? '' : formatSeconds(medianMs),
    worstMs === undefined ? '' : formatSeconds(worstMs),
  ]);
  return [...renderTable(SUMMARY_COLUMNS, rows, screen), ''];
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function describe({ finding, why }: PairScore): string {
  return finding === undefined ? (why ?? '') : `${finding.oracle} ${finding.code}: ${finding.summary}`;
}

/** The score as JSON, with `summary`, a line for each pair over its seeds; and a line break. */
export function renderScoreJson(score: Score): string {
  return toJson({ ...score, summary: summarizePairs(score.pairs) });
}

/** 0: all found; 1: some missed; 125: none missed, but some not run; 130: interrupted. */
export function decideScoreExit({ pairs, interrupted }: Score): number {
  if (interrupted) return EXIT_CODES.interrupted.code;
  if (pairs.some(({ outcome }) => outcome !== 'found' && outcome !== 'not run'))
    return EXIT_CODES.failed.code;
  return pairs.every(({ outcome }) => outcome === 'found')
    ? EXIT_CODES.ok.code
    : EXIT_CODES.inconclusive.code;
}
