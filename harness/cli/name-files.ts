// Reporters as they were chosen → where each writes: what is for other programs alone has a file in the --out folder.
import { join } from 'node:path';
import type { Shard } from '../model/shard.ts';
import { REPORTERS } from '../report/reporters.ts';
import type { ReporterChoice } from './command-line.ts';

/** The choices, with files for those that never go to stdout. */
export function nameFiles(
  chosen: readonly ReporterChoice[],
  out: string,
  shard: Shard | undefined,
): ReporterChoice[] {
  return chosen.map((choice) => {
    const { name, file } = choice;
    const fileName = REPORTERS[name]?.fileName;
    return file !== undefined || fileName === undefined ? choice : { name, file: join(out, fileName(shard)) };
  });
}
