// A known bug's bad and good release → whether the battery tells them apart: it hunts on the bad one until something of the right
// kind does not break the same promise on the good one, and then looks for that on the good one as well.
import { join } from 'node:path';
import { formatCase } from '../model/case.ts';
import type { KnownBug } from '../model/known-bug.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { Repro } from '../model/repro.ts';
import type { StrategyName } from '../model/strategy.ts';
import type { PairScore } from '../model/score.ts';
import type { ScenarioInfo } from './campaign-options.ts';
import { runCampaign } from './run-campaign.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';

/** How much is spent, and where what is found goes. */
export type ScoreOptions = {
  battery: ScenarioInfo;
  bad: PackageUnderTest;
  good: PackageUnderTest;
  /** The Node.js that both run on; that of this process without. */
  node?: PackageUnderTest;
  seed: number;
  explore: StrategyName;
  budgetMs: number;
  /** Cases after which the hunt ends as well; by default the time alone ends it. */
  cases?: number;
  outDir: string;
  nowMs: () => number;
  signal: AbortSignal;
  writeRepro: (outDir: string, repro: Repro) => string;
};

/** No hunt gets there: the time ends it. */
const CASES_MAX = 100_000_000;

/** Hunts for one bug. */
export async function scoreBug(bug: KnownBug, options: ScoreOptions): Promise<PairScore> {
  const { bad, good, node, seed, nowMs } = options;
  const startedMs = nowMs();
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, options.signal]);
  let finding: PairScore['finding'];
  let foundMs: number | undefined;
  let checks: Promise<void> = Promise.resolve();
  const check = async (repro: Repro, file: string): Promise<void> => {
    if (finding !== undefined || (await failsOn(repro, options.battery.file, withNode(good, options))))
      return;
    const { oracle, code, fingerprint } = repro;
    finding = { oracle, code, fingerprint, summary: formatCase(repro.case), repro: file };
    foundMs = nowMs();
    over.abort();
  };
  const hunt = await runCampaign({
    ...huntOptions(options, bad, 'bad'),
    cases: options.cases ?? CASES_MAX,
    timeBudgetMs: options.budgetMs,
    signal,
    writeRepro: (repro) => {
      const file = options.writeRepro(join(options.outDir, 'bad'), repro);
      if (bug.oracles.includes(repro.oracle)) checks = checks.then(() => check(repro, file));
      return file;
    },
  });
  await checks;
  const { cases } = hunt;
  const elapsedMs = (foundMs ?? nowMs()) - startedMs;
  const releases = {
    bad: bad.version,
    good: good.version,
    ...(node === undefined ? {} : { node: node.version }),
  };
  const score = { id: bug.id, client: bug.client, ...releases, seed };
  if (finding === undefined) return { ...score, outcome: 'missed', elapsedMs, cases };
  const { fingerprint } = finding;
  const calm = await runCampaign({
    ...huntOptions(options, good, 'good'),
    cases: Math.max(1, cases),
    signal: options.signal,
    writeRepro: (repro) => options.writeRepro(join(options.outDir, 'good'), repro),
  });
  const isReported = calm.findings.some((found) => found.fingerprint === fingerprint);
  const outcome = isReported ? 'reported on the good side' : 'found';
  return { ...score, outcome, elapsedMs, cases, finding };
}

function withNode(release: PackageUnderTest, { node }: ScoreOptions): PackageUnderTest[] {
  return node === undefined ? [release] : [node, release];
}

function huntOptions(
  options: ScoreOptions,
  release: PackageUnderTest,
  side: string,
): Pick<
  Parameters<typeof runCampaign>[0],
  'scenarios' | 'seed' | 'explore' | 'workers' | 'packages' | 'outDir' | 'nowMs'
> {
  const { battery, seed, explore, outDir, nowMs } = options;
  return {
    scenarios: [battery],
    seed,
    explore,
    workers: 1,
    packages: withNode(release, options),
    outDir: join(outDir, side),
    nowMs,
  };
}

/** Whether the case breaks the same promise, with the same code, on that release and Node.js. */
async function failsOn(
  { case: kase, oracle, code }: Repro,
  file: string,
  packages: readonly PackageUnderTest[],
): Promise<boolean> {
  try {
    const job = { kind: 'retry', file, case: kase, oracle, code, neighbours: 0, seed: 0 } as const;
    const { reproducedBy } = await askWorker(job, 'retried', { packages });
    return reproducedBy !== undefined;
  } catch (error) {
    if (!(error instanceof WorkerDiedError)) throw error;
    return oracle === 'crash' && error.end.code === code;
  }
}
