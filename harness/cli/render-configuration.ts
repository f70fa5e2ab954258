// The resolved configuration of a run → the lines printed before it, so that a log tells what was run and how to repeat it.
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import { formatPackage, type PackageUnderTest } from '../model/package-spec.ts';
import { escapeControl } from '../report/escape-control.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { formatDuration } from '../report/format-duration.ts';
import { wrapText } from '../report/wrap-text.ts';
import { STRATEGIES } from '../model/strategy.ts';
import { sayOrigin } from './say-packages.ts';
import { formatShard } from '../model/shard.ts';
import type { ChosenShard } from './choose-shard.ts';
import type { RunCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { CASES_MAX } from './parse-command-line.ts';

/** A run with everything decided. */
export type RunConfiguration = RunCommand & {
  seed: number;
  scenarios: ScenarioInfo[];
  isSeedDrawn: boolean;
  packages: readonly PackageUnderTest[];
  chosen: ChosenShard;
};

function describeCases({ bound, cases }: RunConfiguration): [string, string][] {
  const limit = cases < CASES_MAX ? `${formatCount(cases)} per scenario and variant` : undefined;
  if (bound === undefined) return [['cases', limit ?? 'as many as the time allows']];
  return [
    ['bound', countOf(bound, 'element')],
    ['cases', limit === undefined ? 'all' : `all, but it ends after ${limit}`],
  ];
}

/** The lines, ending with a line break. */
export function renderConfiguration(run: RunConfiguration, host: Host): string {
  const rows: [string, string][] = [
    ['seed', run.isSeedDrawn ? `${run.seed} (drawn; repeat with --seed ${run.seed})` : String(run.seed)],
    ['explore', `${run.explore}: ${STRATEGIES[run.explore]}`],
    ...describeCases(run),
    ['time', run.timeBudgetMs === undefined ? 'no budget' : `at most ${formatDuration(run.timeBudgetMs)}`],
    ...describeShard(run),
    ...(run.untilFirst
      ? ([['ends', 'at the first finding that is not expected']] as [string, string][])
      : []),
    ['workers', String(run.workers)],
    ...(run.resume ? ([['resumed', 'what the journal knows is not run again']] as [string, string][]) : []),
    ...(run.checkDeterminism
      ? ([['checked', 'every case three times, in two processes: about three times as long']] as [
          string,
          string,
        ][])
      : []),
    ...(run.explain === undefined
      ? []
      : [['explain', `why the first ${run.explain} findings fail`] satisfies [string, string]]),
    ...(run.confirm === undefined
      ? []
      : [['confirm', `each finding ${run.confirm} times on real sockets`] satisfies [string, string]]),
    ['kept cases', describeCorpus(run)],
    ...(run.baseline === undefined
      ? []
      : [
          [
            'baseline',
            `${run.baseline.file}${run.baseline.isUpdated ? ', written anew at the end' : ''}`,
          ] satisfies [string, string],
        ]),
    ['repros', run.save ? `${run.out}; what is new also in the folders repros/ of its scenarios` : run.out],
    [
      'reports',
      run.reporters
        .map(({ name, file }) => `${name} ${file === undefined ? 'on stdout' : `in ${file}`}`)
        .join(', '),
    ],
    ...run.packages.map((found, index): [string, string] => [
      index === 0 ? 'with' : '',
      formatPackage(found),
    ]),
    ...run.scenarios.map(({ name, variants }, index): [string, string] => [
      index === 0 ? 'scenarios' : '',
      `${name}: ${variants.map((variant) => variant.name).join(', ')}`,
    ]),
  ];
  const indent = ' '.repeat(13);
  const lines = rows.flatMap(([label, value]) =>
    wrapText(escapeControl(value), host.stderr.screen.columns - indent.length).map((part, index) =>
      index === 0 ? `  ${label.padEnd(10)} ${part}` : indent + part,
    ),
  );
  return [sayOrigin(host, run.packages), ...lines, ''].join('\n');
}

function describeShard({ chosen: { shard, origin } }: RunConfiguration): [string, string][] {
  if (shard.of === 1) return [];
  const rest = 'expectations are judged by merge-reports';
  return [['shard', `${formatShard(shard)}, by ${origin}; ${rest}`]];
}

function describeCorpus({ corpus, out, chosen: { shard } }: RunConfiguration): string {
  if (!corpus) return 'not tried';
  if (shard.nth !== 1) return 'tried by the first shard';
  return `tried first: those of the scenarios, and those in ${out}`;
}
