// Summaries → tables in Markdown, aligned as the formatter leaves them, and the claims in words with all that speaks against them.
import { markdownTable } from '../markdown-table.ts';
import { BASELINES, BENCHED, type BaselineName, type ContenderName, type Measurement } from './attempt.ts';
import { rareRatios, Summaries, walkRatios } from './compare.ts';
import { AIM_RARE_RATIO, AIM_WALK_RATIO } from './limits.ts';
import { cpuRatio, failingShare, medianOf, summarize, type Ratio, type Summary } from './summarize.ts';

const STRATEGY_NAMES = BENCHED;

const isPlanted = (target: string): boolean => target.startsWith('planted/');

/** Everything that is said of a measurement, a part per place in the document. */
export function renderPower(measurements: readonly Measurement[]): Record<string, string> {
  const all = new Summaries(measurements.map(summarize));
  const generations = all.only((target) => !isPlanted(target));
  const planted = all.only(isPlanted);
  return {
    claims: renderClaims(generations, planted),
    baselines: renderBaselines(generations),
    strategies: renderStrategies(generations),
    planted: renderPlanted(planted),
    rates: renderRates(generations),
  };
}

function renderClaims(generations: Summaries, planted: Summaries): string {
  const lines = [
    ...BASELINES.flatMap((baseline) => describeRare(generations, baseline)),
    ...describeWalk(generations, 'generations'),
    ...describeWalk(
      planted.only((target) => !isNatural(planted, target)),
      'planted defects',
    ),
  ];
  return lines.map((text) => `${text}\n`).join('');
}

function describeWalk(summaries: Summaries, where: string): string[] {
  const walks = walkRatios(summaries);
  if (walks.length === 0) return [];
  const middle = medianOf(walks.map(({ value }) => value));
  const lost = walks.filter(({ value }) => value > AIM_WALK_RATIO);
  return [
    `- Portfolio and random walk (\`uniform\`), cases, ${where}: at most ${times(walks[0]!)} as many (${walks[0]!.target}), ${number(middle)} times in the median of ${walks.length} targets. Aim: at most ${AIM_WALK_RATIO}. ${missed(lost)}`,
  ];
}

function describeRare(summaries: Summaries, baseline: BaselineName): string[] {
  if (summaries.by(baseline).length === 0) return [];
  const ratios = rareRatios(summaries, baseline);
  const every = summaries.ratios(baseline, 'portfolio', cpuRatio);
  const losses = every.filter(({ value, isBound }) => value < 1 && !isBound).toReversed();
  const of = `Portfolio and ${baseline}, processor time`;
  const rare =
    ratios.length === 0
      ? `- ${of}: none of ${every.length} targets fails in less than 1% of its runs.`
      : `- ${of}, at the ${ratios.length} of ${every.length} targets that fail in less than 1% of its runs: ${number(medianOf(ratios.map(({ value }) => value)))} times less in the median, at least ${times(ratios[0]!)} (${ratios[0]!.target}). Aim: ${AIM_RARE_RATIO}. ${missed(ratios.filter(({ value }) => value < AIM_RARE_RATIO))}`;
  const unknown = every.filter(({ value, isBound }) => value < 1 && isBound).length;
  const others = unknown === 0 ? '' : ` At ${unknown} it cannot be told.`;
  const lost =
    losses.length === 0
      ? `The portfolio takes less at ${every.length - unknown} of ${every.length} targets.${others}`
      : `The portfolio takes more at ${losses.length} of ${every.length} targets, at worst ${number(1 / losses.at(-1)!.value)} times (${losses.at(-1)!.target}).${others}`;
  return [rare, `  ${lost}`];
}

function missed(ratios: readonly Ratio[]): string {
  if (ratios.length === 0) return 'Kept everywhere.';
  const list = ratios.map((ratio) => `${ratio.target} ${times(ratio)}`).join(', ');
  return `Missed at ${ratios.length}: ${list}.`;
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

function describeCpu(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const { perFailureMs, medianCpuMs, runs } = summary;
  if (perFailureMs === undefined) return `none in ${grouped(runs)}`;
  return `${number(perFailureMs)} (${medianCpuMs === undefined ? 'more' : number(medianCpuMs)})`;
}

function describeShare(summary: Summary): string {
  const share = failingShare(summary);
  return share === 0 ? '' : `, ${(share * 100).toFixed(share < 0.001 ? 3 : share < 0.1 ? 2 : 0)}%`;
}

function times({ value, isBound }: Ratio): string {
  return `${isBound ? '> ' : ''}${number(value)} times`;
}

function number(value: number): string {
  if (value >= 100) return grouped(value);
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
