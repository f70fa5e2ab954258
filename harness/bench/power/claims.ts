// Summaries → the claims in words, with all that speaks against them.
import { BASELINES, type BaselineName } from './attempt.ts';
import { rareRatios, walkRatios, type Summaries } from './compare.ts';
import { number, times } from './figures.ts';
import { shownBy } from './hunt-tables.ts';
import { AIM_RARE_RATIO, AIM_WALK_RATIO } from './limits.ts';
import { cpuRatio, medianOf, type Ratio } from './summarize.ts';

/**
 * All of them. `planted` are the planted defects, `hidden` those that the natural run does not show: at the others no strategy has a say.
 */
export function renderClaims(
  generations: Summaries,
  { planted, hidden }: { planted: Summaries; hidden: Summaries },
): string {
  const lines = [
    ...BASELINES.flatMap((baseline) => describeGenerations(generations, baseline)),
    ...describeWalk(generations, 'generations'),
    ...describeWalk(hidden, 'planted defects'),
    ...BASELINES.flatMap((baseline) => describeHunt(planted, baseline)),
  ];
  return lines.map((text) => `${text}\n`).join('');
}

function describeWalk(summaries: Summaries, where: string): string[] {
  const walks = walkRatios(summaries);
  if (walks.length === 0) return [];
  const middle = medianOf(walks.map(({ value }) => value));
  const lost = walks.filter(({ value }) => value > AIM_WALK_RATIO);
  const unknown = summaries.both('portfolio', 'uniform').targets.length - walks.length;
  return [
    `- Portfolio and random walk (\`uniform\`), cases, ${where}: at most ${times(walks[0]!)} as many (${walks[0]!.target}), ${number(middle)} times in the median of ${walks.length} targets. Aim: at most ${AIM_WALK_RATIO}. ${missed(lost)}${untold(unknown)}`,
  ];
}

function describeGenerations(summaries: Summaries, baseline: BaselineName): string[] {
  if (summaries.by(baseline).length === 0) return [];
  const [rare, losses] = describeRare(summaries, baseline, `Portfolio and ${baseline}, processor time`);
  return [`- ${rare}`, `  ${losses}`];
}

/** At planted defects, whose oracles differ, processor time is compared where both have shown it. */
function describeHunt(planted: Summaries, baseline: BaselineName): string[] {
  const both = planted
    .both('portfolio', baseline)
    .only((target) => planted.of(target, baseline)!.attempts > 0);
  if (both.targets.length === 0) return [];
  const [shown, known] = [shownBy(both, baseline), shownBy(both, 'portfolio')];
  const only = shown.targets.filter((target) => !known.targets.includes(target));
  const besides = only.length === 0 ? '' : `, among them ${only.join(', ')}, which the portfolio does not`;
  const counts = `- Portfolio and ${baseline}, planted defects: of ${both.targets.length} that both have looked for, the portfolio shows (with at least one seed) ${known.targets.length}, ${baseline} ${shown.targets.length}${besides}.`;
  if (shown.targets.length === 0) return [counts];
  const [rare, losses] = describeRare(shown, baseline, 'Processor time where both do');
  return [counts, `  ${rare}`, `  ${losses}`];
}

/** What is claimed of targets at which a baseline fails rarely, and where it is the cheaper one. */
function describeRare(
  summaries: Summaries,
  baseline: BaselineName,
  what: string,
): [rare: string, losses: string] {
  const ratios = rareRatios(summaries, baseline);
  const every = summaries.ratios(baseline, 'portfolio', cpuRatio);
  const losses = every.filter(({ value, isBound }) => value < 1 && !isBound).toReversed();
  const rare =
    ratios.length === 0
      ? `${what}: none of ${every.length} targets fails in less than 1% of its runs.`
      : `${what}, at the ${ratios.length} of ${every.length} targets that fail in less than 1% of its runs: ${number(medianOf(ratios.map(({ value }) => value)))} times less in the median, at least ${times(ratios[0]!)} (${ratios[0]!.target}). Aim: ${AIM_RARE_RATIO}. ${missed(ratios.filter(({ value }) => value < AIM_RARE_RATIO))}`;
  const unknown = every.filter(({ value, isBound }) => value < 1 && isBound).length;
  const lost =
    losses.length === 0
      ? `The portfolio takes less at ${every.length - unknown} of ${every.length} targets.`
      : `The portfolio takes more at ${losses.length} of ${every.length} targets, at worst ${number(1 / losses.at(-1)!.value)} times (${losses.at(-1)!.target}).`;
  return [rare, `${lost}${untold(unknown)}${describeSilence(summaries, baseline)}`];
}

/** Targets without a ratio, since the portfolio shows nothing there. */
function describeSilence(summaries: Summaries, baseline: BaselineName): string {
  const silent = summaries
    .both('portfolio', baseline)
    .only((target) => summaries.of(target, 'portfolio')!.found === 0);
  const count = silent.targets.length;
  if (count === 0) return '';
  return ` At ${count} more the portfolio shows nothing, where ${baseline} shows ${shownBy(silent, baseline).targets.length}.`;
}

function untold(count: number): string {
  return count === 0 ? '' : ` At ${count} it cannot be told.`;
}

function missed(ratios: readonly Ratio[]): string {
  if (ratios.length === 0) return 'Kept at all of these.';
  const list = ratios.map((ratio) => `${ratio.target} ${times(ratio)}`).join(', ');
  return `Missed at ${ratios.length}: ${list}.`;
}
