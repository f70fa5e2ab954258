// `closecall run`: command line → campaign → reports and an exit code. Everything that can be refused is refused before
// the first case; everything found is reported, also after an interrupt.
import { join } from 'node:path';
import { decideExit } from '../campaign/exit-code.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { formatPackage } from '../model/package-spec.ts';
import { REPORTERS } from '../report/reporters.ts';
import { probeFile, probeFolder } from '../report/write-file.ts';
import { writeCertificate } from '../report/write-certificate.ts';
import { writeRepro } from '../report/write-repro.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { RunCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { watchInterrupts } from './interrupts.ts';
import { startProgress } from './progress.ts';
import { renderConfiguration } from './render-configuration.ts';
import { chooseScenarios } from './choose-scenarios.ts';
import { announceInstall, warnNotImported } from './say-packages.ts';
import { writeReports } from './write-reports.ts';

/** Runs the campaign and reports it; the exit code. */
export async function runCommand(
  command: RunCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const source = { root: host.root, onInstall: announceInstall(host) };
  const packages = await campaign.preparePackages(command.with, source);
  const scenarios = await chooseScenarios(command, host.root, (root, found) =>
    campaign.findScenarios(root, { ...found, packages }),
  );
  probeFolder(command.out);
  for (const { file } of command.reporters) if (file !== undefined) probeFile(file);
  const isSeedDrawn = command.seed === 'random' && !command.resume;
  const seed = await readSeed(command, host, campaign);
  const workers = Math.min(command.workers, host.parallelism);
  host.stderr.write(
    renderConfiguration({ ...command, seed, isSeedDrawn, workers, scenarios, packages }, host),
  );

  const progress = startProgress(host.stderr);
  const controller = new AbortController();
  const stopWatching = watchInterrupts(host, controller, progress.say);
  let result: CampaignResult;
  try {
    result = await campaign.runCampaign({
      scenarios,
      seed,
      explore: command.explore,
      cases: command.cases,
      ...(command.bound === undefined ? {} : { bound: command.bound }),
      ...(command.timeBudgetMs === undefined ? {} : { timeBudgetMs: command.timeBudgetMs }),
      outDir: command.out,
      workers,
      packages,
      ...(command.confirm === undefined ? {} : { confirm: command.confirm }),
      nowMs: host.nowMs,
      isAudited: command.checkDeterminism,
      isResumed: command.resume,
      writeRepro: (repro) => writeRepro(command.out, repro),
      writeCertificate: (certificate) => writeCertificate(command.out, certificate),
      onProgress: progress.update,
      onConfirm: (nth, of) => progress.say(`finding ${nth} of ${of}: trying it on real sockets`),
      signal: controller.signal,
    });
  } finally {
    progress.end();
    stopWatching();
  }
  warnNotImported((result.with ?? []).filter(({ isImported }) => !isImported).map(formatPackage), host);
  const matrix = { name: 'markdown', file: join(command.out, 'matrix.md') };
  const exit = decideExit(result);
  return writeReports([...command.reporters, matrix], exit, host, (name, screen) =>
    REPORTERS[name]!.render(result, { exit, screen, launcher: host.launcher }),
  );
}

/** A resumed run that drew its seed goes on with the one it drew. */
async function readSeed(
  { seed, resume, out }: RunCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  if (seed !== 'random') return seed;
  return resume ? campaign.readJournalSeed(out) : host.drawSeed();
}
