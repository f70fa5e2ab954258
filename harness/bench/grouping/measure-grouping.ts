// Places with a known defect each → their first failing cases and the signs of them, kept in a file. A process per place, one at a time.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TargetPlace } from '../power/targets.ts';
import type { CollectLine, CollectOrder, Failure, SeedSign } from './collect-order.ts';
import type { CollectedPlace, FailuresFile } from './failures-file.ts';
import { CASES_PER_SEED, FAILURES_PER_SEED, OUTPUT_BYTES_MAX, SEEDS } from './limits.ts';

const run = promisify(execFile);

/** Collects what the file does not have yet; `onPlace` is told of each place when its failures are there. */
export async function measureGrouping(
  places: readonly TargetPlace[],
  file: FailuresFile,
  onPlace: (label: string, failures: number) => void,
): Promise<CollectedPlace[]> {
  const all: CollectedPlace[] = [];
  for (const place of places) {
    const name = `${place.scenario}/${place.variant}`;
    const kind = place.planted === undefined ? 'generation' : 'planted';
    const label = kind === 'planted' ? place.targets[0]! : name;
    let collected = file.find(label, name);
    if (collected === undefined) {
      const found = await collectAll({
        file: place.find(),
        variant: place.variant,
        seeds: Array.from({ length: SEEDS }, (_, at) => at + 1),
        failuresPerSeed: FAILURES_PER_SEED,
        cases: CASES_PER_SEED,
      });
      collected = { kind, label, place: name, ...found };
      file.add(collected);
    }
    all.push(collected);
    onPlace(label, collected.failures.length);
  }
  return all;
}

/** A process that a case has left unfit is replaced. Rejects when one dies: none of these clients takes its process down. */
async function collectAll(order: CollectOrder): Promise<{ failures: Failure[]; signs: SeedSign[] }> {
  const failures: Failure[] = [];
  const signs: SeedSign[] = [];
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
      else if ('sign' in line) signs.push(line.sign);
      else from = line.goOn;
    if (from === undefined) return { failures, signs };
  }
}
