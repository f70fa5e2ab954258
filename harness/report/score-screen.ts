// A score → its table, or JSON; and how it counts as an exit code.
import { EXIT_CODES } from '../model/exit-codes.ts';
import type { PairScore, Score } from '../model/score.ts';
import { formatCount } from './format-count.ts';
import { formatDuration } from './format-duration.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Column } from './text-table.ts';
import { toJson } from './to-json.ts';

const COLUMNS: readonly Column[] = [
  { title: 'bug' },
  { title: 'bad' },
  { title: 'good' },
  { title: 'seed', align: 'right' },
  { title: 'outcome' },
  { title: 'after', align: 'right' },
  { title: 'cases', align: 'right' },
  { title: 'as' },
];

/** The table, and a line that sums it up. */
export function renderScore({ pairs, node, budgetMs, interrupted }: Score, screen: Screen): string {
  const rows = pairs.map((pair) => [
    pair.id,
    pair.bad,
    pair.good,
    String(pair.seed),
    pair.outcome,
    formatDuration(pair.elapsedMs),
    formatCount(pair.cases),
    describe(pair),
  ]);
  const found = pairs.filter(({ outcome }) => outcome === 'found').length;
  return [
    `Known bugs on Node ${node}, at most ${formatDuration(budgetMs)} each`,
    '',
    ...renderTable(COLUMNS, rows, screen),
    '',
    `${found} of ${pairs.length} found${interrupted ? '; interrupted' : ''}`,
    '',
  ].join('\n');
}

function describe({ finding, why }: PairScore): string {
  return finding === undefined ? (why ?? '') : `${finding.oracle} ${finding.code}: ${finding.summary}`;
}

/** The score as JSON, with a line break. */
export function renderScoreJson(score: Score): string {
  return toJson(score);
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
