// Variants and workers → what each worker takes next. With more workers than variants, the cases of a variant are divided as
// among shards: what is found, and how it is told, does not depend on the pieces.
import { PIECE_CASES_MIN } from '../model/limits.ts';
import { countTaken, type Shard } from '../model/shard.ts';
import type { Job } from './merge-outcomes.ts';

/** A variant, or a piece of one, numbered from 0: the shard that its cases are of the whole run. */
export type Unit = Job & { piece: number; shard: Shard };

/**
 * Into how many pieces variants are divided: as `wanted`, or so that no worker is idle; a piece that is too small would only find
 * things twice.
 */
export function countPieces(
  jobs: readonly Job[],
  {
    workers,
    cases,
    shard,
    wanted,
  }: { workers: number; cases: number; shard: Shard; wanted?: number | undefined },
): number {
  const idle = Math.ceil(workers / Math.max(1, jobs.length));
  const most = Math.max(1, Math.floor(countTaken(shard, cases) / PIECE_CASES_MIN));
  const pieces = wanted ?? Math.min(idle, most);
  return Math.max(1, ...jobs.map((job) => piecesOf(job, pieces)));
}

/** Divides the part `shard` of every job. Causes of programs are told apart by one process: those jobs stay whole. */
export function divideJobs(jobs: readonly Job[], pieces: number, { nth, of }: Shard): Unit[] {
  return jobs.flatMap((job) =>
    Array.from({ length: piecesOf(job, pieces) }, (_, piece): Unit => ({
      ...job,
      piece,
      shard: { nth: nth + of * piece, of: of * piecesOf(job, pieces) },
    })),
  );
}

/** How many pieces a job has when jobs are divided into `pieces`. */
export function piecesOf({ scenario }: Job, pieces: number): number {
  return scenario.casesEach === undefined ? pieces : 1;
}
