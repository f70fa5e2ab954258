// Summaries of baselines at planted defects, and of those on the clients without one → tables in Markdown.
import { markdownTable } from '../markdown-table.ts';
import { raisedIn } from './alarms.ts';
import { BASELINES, type BaselineName, type ContenderName } from './attempt.ts';
import type { Summaries } from './compare.ts';
import { describeCpu, describeShare, grouped, times } from './figures.ts';
import { STRESS_CAP_CPU_MS } from './limits.ts';
import { cpuRatio, type Summary } from './summarize.ts';

/** The targets that a contender has looked for and shown. */
export function shownBy(planted: Summaries, contender: ContenderName): Summaries {
  return planted.only((target) => (planted.of(target, contender)?.found ?? 0) > 0);
}

/** What baselines come to at planted defects: a row for each that one of them shows, and the names of the others. */
export function renderHunts(planted: Summaries): string {
  const measured = BASELINES.filter((name) => planted.by(name).length > 0);
  const hunted = planted.only((target) => measured.some((name) => planted.of(target, name) !== undefined));
  if (hunted.targets.length === 0) return '';
  const shown = new Set(measured.flatMap((name) => shownBy(hunted, name).targets));
  const head = ['planted/', 'portfolio, CPU ms', ...measured.flatMap((name) => [name, 'times'])];
  const rows = hunted.targets
    .filter((target) => shown.has(target))
    .map((target) => rowOf(hunted, target, measured));
  const table = rows.length === 0 ? '' : `${markdownTable([head, ...rows])}\n`;
  const hidden = hunted.only((target) => !shown.has(target));
  return `${table}${renderOracles(hunted, measured)}${renderHidden(hidden, hunted.targets.length)}`;
}

function rowOf(hunted: Summaries, target: string, measured: readonly BaselineName[]): string[] {
  const portfolio = hunted.of(target, 'portfolio');
  const cells = measured.flatMap((name) => {
    const summary = hunted.of(target, name);
    // One that shows nothing may never: a bound would say that it takes longer.
    const isCompared = portfolio !== undefined && summary !== undefined && summary.found > 0;
    const ratio = isCompared ? cpuRatio(summary, portfolio) : undefined;
    return [describeHunt(summary), ratio === undefined ? '' : times(ratio)];
  });
  return [nameOf(target), describeCpu(portfolio), ...cells];
}

function renderHidden(hidden: Summaries, of: number): string {
  if (hidden.targets.length === 0) return '';
  const known = shownBy(hidden, 'portfolio').targets.length;
  const tried = hidden.by('portfolio').length;
  const names = hidden.targets.map(nameOf).join(', ');
  const counts = `No baseline shows ${hidden.targets.length} of ${of}, of which the portfolio shows (with at least one seed) ${known} of the ${tried} that it has looked for: ${names}.`;
  return `\n${counts}${describeDear(hidden)}\n`;
}

/** A loop that has less time than the portfolio takes for a failure is not compared with it there. */
function describeDear(hidden: Summaries): string {
  const dear = hidden.by('portfolio').filter(({ perFailureMs = 0 }) => perFailureMs > STRESS_CAP_CPU_MS);
  if (dear.length === 0) return '';
  const names = dear.map(({ target }) => nameOf(target)).join(', ');
  return ` At ${dear.length} of them a failure costs the portfolio more than the ${grouped(STRESS_CAP_CPU_MS)} ms of processor time that a loop has in all, so that the loops had less to find it in: ${names}.`;
}

/** How many planted defects each oracle of each baseline tells of. */
function renderOracles(hunted: Summaries, measured: readonly BaselineName[]): string {
  return measured
    .map((name) => {
      const looked = hunted.by(name).filter(({ attempts }) => attempts > 0);
      const shown = looked.filter(({ found }) => found > 0);
      const counts = new Map<string, number>();
      for (const { alarms } of shown)
        for (const alarm of raisedIn(alarms)) counts.set(alarm, (counts.get(alarm) ?? 0) + 1);
      const told = [...counts].map(([alarm, count]) => `${alarm} ${count}`).join(', ');
      const cannot = hunted.by(name).length - looked.length;
      const unfit = cannot === 0 ? '' : `; it cannot look for ${cannot} more`;
      return `- ${name} shows ${shown.length} of ${looked.length}${told === '' ? '' : ` (${told})`}${unfit}.\n`;
    })
    .join('');
}

function describeHunt(summary: Summary | undefined): string {
  const cost = describeCpu(summary);
  if (summary === undefined || summary.found === 0) return cost;
  return `${cost}${describeShare(summary)}: ${raisedIn(summary.alarms).join(', ')}`;
}

/** What the oracles of each baseline said of clients without a defect. */
export function renderFalseAlarms(clean: Summaries): string {
  const measured = BASELINES.filter((name) => clean.by(name).length > 0);
  if (measured.length === 0) return '';
  const rows = clean.targets.map((target) => [
    target.slice('clean/'.length),
    ...measured.map((name) => describeAlarms(clean.of(target, name))),
  ]);
  return markdownTable([['scenario and variant', ...measured], ...rows]);
}

function describeAlarms(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const raised = raisedIn(summary.alarms).map((alarm) => `${alarm} ${summary.alarms[alarm]}`);
  return `${raised.length === 0 ? 'none' : raised.join(', ')} in ${grouped(summary.runs)}`;
}

function nameOf(target: string): string {
  return target.slice('planted/'.length);
}
