// `closecall run`: command line → campaign → reports and an exit code. Everything that can be refused is refused before
// the first case; everything found is reported, also after an interrupt.
import { join, relative } from 'node:path';
import { decideExit } from '../campaign/exit-code.ts';
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import type { BlobPlan } from '../model/blob.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import type { Repro } from '../model/repro.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { formatPackage } from '../model/package-spec.ts';
import { formatShard } from '../model/shard.ts';
import { REPORTERS } from '../report/reporters.ts';
import { probeFile, probeFolder } from '../report/write-file.ts';
import { writeCertificate } from '../report/write-certificate.ts';
import { writeRepro } from '../report/write-repro.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { RunCommand } from './command-line.ts';
import { describeError } from './describe-error.ts';
import { explainFindings } from './explain-findings.ts';
import type { Host } from './host.ts';
import { watchInterrupts } from './interrupts.ts';
import { startProgress } from './progress.ts';
import { renderConfiguration } from './render-configuration.ts';
import { chooseScenarios } from './choose-scenarios.ts';
import { chooseShard, type ChosenShard } from './choose-shard.ts';
import { nameFiles } from './name-files.ts';
import { placeInRepository } from './place-in-repository.ts';
import { probeSaving, saveRepros } from './save-repros.ts';
import { announceInstall, warnNotImported } from './say-packages.ts';
import { openBaseline } from './use-baseline.ts';
import { warnSubfolder } from './warn-subfolder.ts';
import { writeReports } from './write-reports.ts';

/** Runs the campaign and reports it; the exit code. */
export async function runCommand(
  command: RunCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  warnSubfolder(host);
  const chosen = chooseShard(command.shard, host.variable);
  const { shard } = chosen;
  refuseShard(command, chosen);
  const source = { root: host.root, onInstall: announceInstall(host) };
  const packages = await campaign.preparePackages(command.with, source);
  const scenarios = await chooseScenarios(command, host.root, (root, found) =>
    campaign.findScenarios(root, { ...found, packages }),
  );
  const reporters = nameFiles(command.reporters, command.out, shard);
  const baseline = openBaseline(command.baseline, host);
  probeFolder(command.out);
  if (command.save) probeSaving(scenarios);
  for (const { file } of reporters) if (file !== undefined) probeFile(file);
  const isSeedDrawn = command.seed === 'random' && !command.resume;
  const seed = await readSeed(command, host, campaign);
  const workers = Math.min(command.workers, host.parallelism);
  host.stderr.write(
    renderConfiguration(
      { ...command, reporters, seed, isSeedDrawn, workers, scenarios, packages, chosen },
      host,
    ),
  );

  const progress = startProgress(host.stderr);
  const controller = new AbortController();
  const stopWatching = watchInterrupts(host, controller, progress.say);
  const onUnreadable = (why: string): void => progress.say(`warning: a kept case is left out: ${why}`);
  let result: CampaignResult;
  try {
    result = await campaign.runCampaign({
      scenarios,
      seed,
      explore: command.explore,
      cases: command.cases,
      ...(command.bound === undefined ? {} : { bound: command.bound }),
      ...(command.timeBudgetMs === undefined ? {} : { timeBudgetMs: command.timeBudgetMs }),
      shard,
      isUntilFirst: command.untilFirst,
      ...(baseline === undefined ? {} : { isKnown: baseline.isKnown }),
      ...(command.corpus ? { corpus: { root: host.root, onUnreadable } } : {}),
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
    if (command.explain !== undefined && !result.interrupted)
      result = await explainFindings(
        result,
        { count: command.explain, isKnown: baseline?.isKnown, signal: controller.signal },
        host,
        campaign,
        progress.say,
      );
  } finally {
    progress.end();
    stopWatching();
  }
  warnNotImported((result.with ?? []).filter(({ isImported }) => !isImported).map(formatPackage), host);
  const matrix = { name: 'markdown', file: join(command.out, 'matrix.md') };
  const judged = baseline?.judge(result) ?? result;
  const exit = decideExit(judged);
  const isBlobWanted = reporters.some(({ name }) => name === 'blob');
  const repros = command.save || isBlobWanted ? await readFound(result, host, campaign) : [];
  if (command.save)
    for (const file of saveRepros(repros, scenarios))
      host.stderr.write(`saved ${relative(host.root, file)}\n`);
  return writeReports([...reporters, matrix], exit, host, (name, screen) =>
    // What is known is judged again when shards are merged.
    REPORTERS[name]!.render(name === 'blob' ? result : judged, {
      exit,
      screen,
      launcher: host.launcher,
      folder: placeInRepository(host),
      ...(isBlobWanted ? { blob: { plan: planOf(command, scenarios), repros } } : {}),
    }),
  );
}

/** The certificate of a part would be of nothing, and a baseline would have what one part found. */
function refuseShard({ explore, baseline }: RunCommand, { shard, origin }: ChosenShard): void {
  if (shard.of === 1) return;
  if (baseline?.isUpdated === true)
    throw new ClosecallError(
      'ERR_MISPLACED_OPTION',
      `shard ${formatShard(shard)}, by ${origin}: --update-baseline is for the whole run. Leave it to merge-reports --baseline ${baseline.file} --update-baseline.`,
    );
  if (explore !== 'exhaustive') return;
  throw new ClosecallError(
    'ERR_MISPLACED_OPTION',
    `shard ${formatShard(shard)}, by ${origin}: --explore exhaustive is not divided among machines. Say --shard 1/1, and divide by scenarios and variants.`,
  );
}

/** What shards have to agree on. */
function planOf(
  { cases, timeBudgetMs, untilFirst, checkDeterminism }: RunCommand,
  scenarios: readonly ScenarioInfo[],
): BlobPlan {
  return {
    cases,
    ...(timeBudgetMs === undefined ? {} : { timeBudgetMs }),
    isUntilFirst: untilFirst,
    isAudited: checkDeterminism,
    jobs: scenarios.flatMap(({ name, variants }) => variants.map((variant) => `${name}/${variant.name}`)),
  };
}

/** The repros of what was found. One that is gone costs no report. */
async function readFound(
  { findings }: CampaignResult,
  host: Host,
  campaign: CampaignFunctions,
): Promise<Repro[]> {
  const repros: Repro[] = [];
  for (const { repro: file } of findings)
    try {
      if (file !== '') repros.push(await campaign.readRepro(file));
    } catch (error) {
      host.stderr.write(describeError(error).text);
    }
  return repros;
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
