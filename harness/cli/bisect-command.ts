// `closecall bisect FILE`: a saved failure → the releases of a package that have it, as reports, and an exit code.
import type { BisectPlan, Probe } from '../model/bisect-result.ts';
import { BISECT_REPORTERS } from '../report/bisect-reporters.ts';
import { decideBisectExit } from '../report/bisect-words.ts';
import { escapeControl } from '../report/escape-control.ts';
import { countOf } from '../model/format-count.ts';
import { probeFile } from '../report/write-file.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { BisectCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { watchInterrupts } from './interrupts.ts';
import { announceInstall } from './say-packages.ts';
import { writeReports } from './write-reports.ts';

/** Searches and reports; the exit code. What was tried until an interrupt is reported too. */
export async function bisectCommand(
  command: BisectCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const { command: _name, file, reporters, seed: choice, ...wanted } = command;
  for (const reporter of reporters) if (reporter.file !== undefined) probeFile(reporter.file);
  const seed = choice === 'random' ? host.drawSeed() : choice;
  const workers = Math.min(wanted.workers, host.parallelism);
  const say = (line: string): void => host.stderr.write(`${escapeControl(line)}\n`);
  say(`closecall ${host.version} on Node ${host.nodeVersion}, bisect with seed ${seed}`);

  const controller = new AbortController();
  const stopWatching = watchInterrupts(host, controller, say);
  try {
    const result = await campaign.bisectFile(file, {
      ...wanted,
      root: host.root,
      workers,
      seed,
      onInstall: announceInstall(host),
      onPlan: (plan) => describePlan(plan, workers, wanted.neighbours).forEach(say),
      onProbe: (probe, tried, most) => say(describeProbe(probe, tried, most)),
      signal: controller.signal,
      nowMs: host.nowMs,
    });
    const exit = decideBisectExit(result);
    return writeReports(reporters, exit, host, (reporter, screen) =>
      BISECT_REPORTERS[reporter]!.render(result, screen),
    );
  } finally {
    stopWatching();
  }
}

/** What it will cost, before it costs it. */
function describePlan(plan: BisectPlan, workers: number, neighbours: number): string[] {
  const { name, base, releases, lines, first, most, staleList } = plan;
  const later = most === first ? '' : `, then each change narrowed down: ${countOf(most, 'probe')} at most`;
  return [
    ...(staleList === undefined
      ? []
      : [`warning: ${staleList}: the list of releases is the last that was kept.`]),
    `  package  ${name}, ${countOf(releases, 'release')} in ${countOf(lines, 'line')}; the finding is of ${base}`,
    `  probes   ${first} first${later}`,
    `  each     an install where the cache lacks it, the case, and ${countOf(neighbours, 'neighbour')} of it`,
    `  workers  ${workers}`,
  ];
}

function describeProbe({ version, verdict, neighbour, why }: Probe, tried: number, most: number): string {
  const how =
    neighbour !== undefined && neighbour > 0
      ? ` (neighbour ${neighbour})`
      : why === undefined
        ? ''
        : `: ${why}`;
  return `${String(tried).padStart(String(most).length)} of at most ${most}  ${version}  ${verdict}${how}`;
}
