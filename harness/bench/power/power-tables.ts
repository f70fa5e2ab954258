// Summaries → tables in Markdown, aligned as the formatter leaves them.
import { markdownTable } from '../markdown-table.ts';
import { BASELINES, BENCHED, type ContenderName, type Measurement } from './attempt.ts';
import { renderClaims } from './claims.ts';
import { Summaries } from './compare.ts';
import { describeCpu, describeShare, grouped, number, times } from './figures.ts';
import { renderFalseAlarms, renderHunts } from './hunt-tables.ts';
import { cpuRatio, medianOf, summarize, type Summary } from './summarize.ts';

const STRATEGY_NAMES = BENCHED;

const isPlanted = (target: string): boolean => target.startsWith('planted/');
const isClean = (target: string): boolean => target.startsWith('clean/');

/** Everything that is said of a measurement, a part per place in the document. */
export function renderPower(measurements: readonly Measurement[]): Record<string, string> {
  const all = new Summaries(measurements.map(summarize));
  const generations = all.only((target) => !isPlanted(target) && !isClean(target));
  const planted = all.only(isPlanted);
  const hidden = planted.only((target) => !isNatural(planted, target));
  return {
    claims: renderClaims(generations, { planted, hidden }),
    baselines: renderBaselines(generations),
    strategies: renderStrategies(generations),
    planted: renderPlanted(planted.only((target) => planted.of(target, 'portfolio') !== undefined)),
    'planted-baselines': renderHunts(planted),
    'false-alarms': renderFalseAlarms(all.only(isClean)),
    rates: renderRates(generations),
  };
}

function renderBaselines(summaries: Summaries): string {
  const measured = BASELINES.filter((name) => summaries.by(name).length > 0);
  const head = ['target', 'portfolio, CPU ms', ...measured.flatMap((name) => [name, 'times'])];
  const rows = summaries.targets.map((target) => {
    const portfolio = summaries.of(target, 'portfolio');
    return [
      target,
      describeCpu(portfolio),
      ...measured.flatMap((name) => {
        const summary = summaries.of(target, name);
        const ratio = summary && portfolio && cpuRatio(summary, portfolio);
        const cost = summary === undefined ? '' : `${describeCpu(summary)}${describeShare(summary)}`;
        return [cost, ratio === undefined ? '' : times(ratio)];
      }),
    ];
  });
  return markdownTable([head, ...rows]);
}

function renderStrategies(summaries: Summaries): string {
  const measured = STRATEGY_NAMES.filter((name) => summaries.by(name).length > 0);
  const rows = summaries.targets.map((target) => [
    target,
    ...measured.map((name) => describeCases(summaries.of(target, name))),
  ]);
  return markdownTable([['target', ...measured], ...rows]);
}

/** The natural run shows it, the first case of every strategy. */
function isNatural(summaries: Summaries, target: string): boolean {
  return summaries.of(target, 'portfolio')?.worstRuns === 1;
}

function renderPlanted(summaries: Summaries): string {
  if (summaries.targets.length === 0) return '';
  const hidden = renderStrategies(summaries.only((target) => !isNatural(summaries, target)));
  const natural = summaries.targets.filter((target) => isNatural(summaries, target));
  const names = natural.map((target) => target.slice('planted/'.length)).join(', ');
  const note = `The natural run, case 1 of every strategy, shows ${natural.length} of ${summaries.targets.length}${names === '' ? '' : `: ${names}`}.\n`;
  return hidden === '' ? note : `${hidden}\n${note}`;
}

function renderRates(summaries: Summaries): string {
  const rows = ([...STRATEGY_NAMES, ...BASELINES] as ContenderName[]).flatMap((name): string[][] => {
    const own = summaries.by(name);
    if (own.length === 0) return [];
    const runs = own.reduce((sum, summary) => sum + summary.runs, 0);
    const cpuMs = own.reduce((sum, summary) => sum + summary.cpuMs, 0);
    const startMs = medianOf(own.map(({ startCpuMs }) => startCpuMs));
    return [[name, grouped(runs), number((runs / cpuMs) * 1_000), String(Math.round(startMs))]];
  });
  return markdownTable([['contender', 'runs', 'runs per CPU second', 'start, CPU ms'], ...rows]);
}

function describeCases(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const { found, attempts, medianRuns, worstRuns } = summary;
  const median = medianRuns === undefined ? 'more' : number(medianRuns);
  if (found === attempts) return attempts === 1 ? median : `${median} (${worstRuns})`;
  return `${median} (${found} of ${attempts})`;
}
