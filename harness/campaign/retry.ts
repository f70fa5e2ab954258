// A repro file against a client that changed: the case, leniently, then seeded neighbours of it.
import type { RetryOutcome } from '../model/replay-outcome.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { Repro } from '../model/repro.ts';
import { describePackages, openRepro, type ReplayPlace } from './replay.ts';
import { findingOfEnd } from './examine-death.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';
import type { WorkerMessage } from './worker-protocol.ts';

/** How much is tried, on what. `subject`: what else a finding has to be about, besides its promise and code. */
export type RetryPlace = {
  scenarioFile: string;
  packages: readonly PackageUnderTest[];
  neighbours: number;
  seed: number;
  subject?: string;
};

/** What trying a case came to; `applied` are the runs in which all faults and actions of their case happened. */
export type CaseRetry = Omit<RetryOutcome, 'file' | 'repro'> & { applied: number };

/** Retries `file`. A choice that no longer applies is the natural order; neighbours move the others a little. */
export async function retryFile(
  file: string,
  { neighbours, seed, ...place }: ReplayPlace & { neighbours: number; seed: number },
): Promise<RetryOutcome> {
  const { repro, scenario, packages } = await openRepro(file, place);
  const { applied: _, ...outcome } = await retryCase(repro, {
    scenarioFile: scenario.file,
    packages,
    neighbours,
    seed,
  });
  return { file, repro, ...outcome };
}

/** Retries the case of `repro` in a process of its own. */
export async function retryCase(
  { case: kase, oracle, code }: Repro,
  { scenarioFile, packages, neighbours, seed, subject }: RetryPlace,
): Promise<CaseRetry> {
  let nth = 0;
  let answer: WorkerMessage & { kind: 'retried' } & { redirected: string[] };
  try {
    answer = await askWorker(
      {
        kind: 'retry',
        file: scenarioFile,
        case: kase,
        oracle,
        code,
        ...(subject === undefined ? {} : { subject }),
        neighbours,
        seed,
      },
      'retried',
      { packages },
      (message) => {
        if (message.kind === 'trying') nth = message.nth;
      },
    );
  } catch (error) {
    if (!(error instanceof WorkerDiedError)) throw error;
    const isSame = oracle === 'crash' && error.end.code === code;
    return {
      neighbours: nth,
      applied: 0,
      finding: findingOfEnd(error.end),
      ...describePackages(packages),
      ...(isSame
        ? { outcome: 'reproduced', reproducedBy: { neighbour: nth }, inconclusive: 0 }
        : { outcome: 'inconclusive', inconclusive: nth }),
    };
  }
  const { reproducedBy, tried, inconclusive, applied, finding, interleaving } = answer;
  const isInconclusive = reproducedBy === undefined && inconclusive > tried / 2;
  return {
    outcome: reproducedBy !== undefined ? 'reproduced' : isInconclusive ? 'inconclusive' : 'not reproduced',
    ...(reproducedBy === undefined ? {} : { reproducedBy: { neighbour: reproducedBy } }),
    neighbours: tried,
    inconclusive,
    applied,
    ...describePackages(packages, answer.redirected),
    ...(finding === undefined ? {} : { finding }),
    ...(interleaving === undefined ? {} : { interleaving }),
  };
}
