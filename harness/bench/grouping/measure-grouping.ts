// Places with a known defect each → their first failing cases, and which defect each is of. A process per place, one at a time.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TargetPlace } from '../power/targets.ts';
import type { CollectLine, CollectOrder, Failure } from './collect-order.ts';
import { explainBySmallest } from './explain-by-smallest.ts';
import { CASES_PER_SEED, FAILURES_PER_SEED, OUTPUT_BYTES_MAX, SEEDS } from './limits.ts';

/** A failing case of a client with one known defect. */
export type LabelledFailure = Failure & {
  kind: TargetPlace['kind'];
  /** The planted defect, or the generation where it was explored. */
  label: string;
  /** Scenario and variant: findings are told by place, and those of two places are never one. */
  place: string;
};

const run = promisify(execFile);

/** Collects; `onPlace` is told of each place when its failures are there. */
export async function measureGrouping(
  places: readonly TargetPlace[],
  onPlace: (label: string, failures: number) => void,
): Promise<LabelledFailure[]> {
  const all: LabelledFailure[] = [];
  for (const place of places) {
    const name = `${place.scenario}/${place.variant}`;
    const label = place.kind === 'planted' ? place.targets[0]! : name;
    const failures = await collectAll({
      file: place.find(),
      variant: place.variant,
      seeds: Array.from({ length: SEEDS }, (_, at) => at + 1),
      failuresPerSeed: FAILURES_PER_SEED,
      cases: CASES_PER_SEED,
    });
    all.push(
      ...explainBySmallest(failures).map((failure) => ({ ...failure, kind: place.kind, label, place: name })),
    );
    onPlace(label, failures.length);
  }
  return all;
}

/** A process that a case has left unfit is replaced. Rejects when one dies: none of these clients takes its process down. */
async function collectAll(order: CollectOrder): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (let from: CollectOrder['from']; ;) {
    const { stdout } = await run(
      process.execPath,
      [
        '--no-deprecation',
        fileURLToPath(new URL('collect-child.ts', import.meta.url)),
        JSON.stringify({ ...order, from }),
      ],
      { maxBuffer: OUTPUT_BYTES_MAX },
    );
    const lines = stdout.split('\n').filter((line) => line !== '');
    from = undefined;
    for (const line of lines.map((text) => JSON.parse(text) as CollectLine))
      if ('failure' in line) failures.push(line.failure);
      else from = line.goOn;
    if (from === undefined) return failures;
  }
}
