// A repro file against a client that changed: the case, leniently, then seeded neighbours of it.
import type { RetryOutcome } from '../model/replay-outcome.ts';
import { describePackages, openRepro, type ReplayPlace } from './replay.ts';
import { findingOfEnd } from './examine-death.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';
import type { WorkerMessage } from './worker-protocol.ts';

/** Retries `file`. A choice that no longer applies is the natural order; neighbours move the others a little. */
export async function retryFile(
  file: string,
  { neighbours, seed, ...place }: ReplayPlace & { neighbours: number; seed: number },
): Promise<RetryOutcome> {
  const { repro, scenario, packages } = await openRepro(file, place);
  const { oracle, code } = repro;
  let nth = 0;
  let answer: WorkerMessage & { kind: 'retried' } & { redirected: string[] };
  try {
    answer = await askWorker(
      { kind: 'retry', file: scenario.file, case: repro.case, oracle, code, neighbours, seed },
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
      file,
      repro,
      neighbours: nth,
      finding: findingOfEnd(error.end),
      ...describePackages(packages),
      ...(isSame
        ? { outcome: 'reproduced', reproducedBy: { neighbour: nth }, inconclusive: 0 }
        : { outcome: 'inconclusive', inconclusive: nth }),
    };
  }
  const { reproducedBy, tried, inconclusive, finding, interleaving } = answer;
  const isInconclusive = reproducedBy === undefined && inconclusive > tried / 2;
  return {
    file,
    repro,
    outcome: reproducedBy !== undefined ? 'reproduced' : isInconclusive ? 'inconclusive' : 'not reproduced',
    ...(reproducedBy === undefined ? {} : { reproducedBy: { neighbour: reproducedBy } }),
    neighbours: tried,
    inconclusive,
    ...describePackages(packages, answer.redirected),
    ...(finding === undefined ? {} : { finding }),
    ...(interleaving === undefined ? {} : { interleaving }),
  };
}
