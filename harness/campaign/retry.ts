// A repro file against a client that changed: the case, leniently, then seeded neighbours of it.
import type { RetryOutcome } from '../model/replay-outcome.ts';
import { describePackages, openRepro, type ReplayPlace } from './replay.ts';
import { askWorker } from './worker-process.ts';

/** Retries `file`. A choice that no longer applies is the natural order; neighbours move the others a little. */
export async function retryFile(
  file: string,
  { neighbours, seed, ...place }: ReplayPlace & { neighbours: number; seed: number },
): Promise<RetryOutcome> {
  const { repro, scenario, packages } = await openRepro(file, place);
  const { oracle, code } = repro;
  const answer = await askWorker(
    { kind: 'retry', file: scenario.file, case: repro.case, oracle, code, neighbours, seed, packages },
    'retried',
  );
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
