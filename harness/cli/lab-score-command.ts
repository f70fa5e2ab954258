// `closecall lab score`: known bugs → hunts on a bad and a good release of each, one table, an exit code.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownBug } from '../model/known-bug.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { NODE, type PackageUnderTest } from '../model/package-spec.ts';
import type { PairScore, Score } from '../model/score.ts';
import { decideScoreExit, renderScore, renderScoreJson } from '../report/score-screen.ts';
import { probeFolder } from '../report/write-file.ts';
import { writeRepro } from '../report/write-repro.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { LabScoreCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { watchInterrupts } from './interrupts.ts';
import { findBattery, listClients, listKnownBugs } from './lab.ts';
import { announceInstall } from './say-packages.ts';

/** One hunt: a bug in one pair of releases, on one Node.js, from one seed. */
type Hunt = { bug: KnownBug; pair: KnownBug['pairs'][number]; node: string | undefined; seed: number };

/** Scores the battery; the exit code. */
export async function labScoreCommand(
  command: LabScoreCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const { ids, seed: choice, seeds, node, timeBudgetMs: budgetMs, out, json } = command;
  const bugs = listKnownBugs(ids);
  probeFolder(out);
  const first = choice === 'random' ? host.drawSeed() : choice;
  const hunts = bugs.flatMap((bug) =>
    bug.pairs.flatMap((pair) =>
      Array.from({ length: seeds }, (_, nth): Hunt => ({
        bug,
        pair,
        node: node ?? pair.node,
        seed: first + nth,
      })),
    ),
  );
  const controller = new AbortController();
  const stopWatching = watchInterrupts(host, controller, (text) => host.stderr.write(`${text}\n`));
  const scores: PairScore[] = [];
  try {
    for (const hunt of hunts) {
      const score = await runHunt(hunt, command, host, campaign, controller.signal);
      // What an interrupt broke off was neither found nor missed.
      if (controller.signal.aborted) break;
      scores.push(score);
      const { id, bad, outcome, elapsedMs, cases } = score;
      host.stderr.write(
        `${id} in ${bad}, seed ${hunt.seed}: ${outcome} (${Math.round(elapsedMs / 1000)} s, ${cases} cases)\n`,
      );
    }
  } finally {
    stopWatching();
  }
  const score: Score = {
    version: 1,
    node: host.nodeVersion,
    budgetMs,
    pairs: scores,
    interrupted: controller.signal.aborted,
  };
  host.stdout.write(json ? renderScoreJson(score) : renderScore(score, host.stdout.screen));
  return decideScoreExit(score);
}

async function runHunt(
  { bug, pair, node: wantedNode, seed }: Hunt,
  { timeBudgetMs: budgetMs, out, explore }: LabScoreCommand,
  host: Host,
  campaign: CampaignFunctions,
  signal: AbortSignal,
): Promise<PairScore> {
  const notRun = (why: string): PairScore => ({
    id: bug.id,
    client: bug.client,
    bad: pair.bad,
    good: pair.good,
    ...(wantedNode === undefined ? {} : { node: wantedNode }),
    seed,
    outcome: 'not run',
    why,
    elapsedMs: 0,
    cases: 0,
  });
  if (!listClients().includes(bug.client)) return notRun(`${bug.client} has no battery`);
  const name = bug.package ?? bug.client;
  const source = { root: host.root, onInstall: announceInstall(host) };
  // The releases of a bug of Node.js are its own versions.
  const nodes = wantedNode === undefined || name === NODE ? [] : [{ name: NODE, wanted: wantedNode }];
  const prepare = async (wanted: string): Promise<PackageUnderTest[]> =>
    campaign.preparePackages([{ name, wanted }, ...nodes], source);
  let releases: [bad: PackageUnderTest[], good: PackageUnderTest[]];
  try {
    releases = [await prepare(pair.bad), await prepare(pair.good)];
  } catch (error) {
    // One Node.js is not for all releases.
    if (wantedNode !== undefined && error instanceof ClosecallError && error.code === 'ERR_WITH_LOAD')
      return notRun(error.message.split('\n', 1)[0]!);
    throw error;
  }
  const [[bad, node], [good]] = releases;
  const on = node === undefined ? '' : `-node-${node.version}`;
  const [battery] = await campaign.findScenarios(host.root, { files: [findBattery(bug.client)] });
  const outDir = join(out, `${bug.id.replaceAll(/[^\w.-]/g, '-')}-${pair.bad}${on}-seed-${seed}`);
  mkdirSync(outDir, { recursive: true });
  return campaign.scoreBug(bug, {
    battery: battery!,
    bad: bad!,
    good: good!,
    ...(node === undefined ? {} : { node }),
    seed,
    explore,
    budgetMs,
    outDir,
    nowMs: host.nowMs,
    signal,
    writeRepro,
  });
}
