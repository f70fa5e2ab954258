// A repro file → why it fails. In a process of its own; where one of the cases that are tried takes that down, it is left
// out, and another process begins again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';
import type { ExplainOutcome } from '../model/explanation.ts';
import { EXPLAIN_DEATHS_MAX } from '../model/limits.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import { drawOf, type Repro } from '../model/repro.ts';
import type { ScenarioInfo } from './campaign-options.ts';
import { explainDeath } from './explain-death.ts';
import { readNote } from './progress-file.ts';
import { describePackages, isDeath, listChanges, openRepro, type ReplayPlace } from './replay.ts';
import { readSourceState } from './source-state.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';
import type { WorkerMessage } from './worker-protocol.ts';

/** Explains the failure in `file`, as it is now. Throws a ClosecallError for a file or scenario that is not there or not right. */
export async function explainFile(file: string, place: ReplayPlace): Promise<ExplainOutcome> {
  const { repro, scenario, packages } = await openRepro(file, place);
  const changes = listChanges(repro, readSourceState([scenario.file], packages));
  const about = { file, repro, changes };
  if (isDeath(repro)) {
    const { name } = scenario;
    const { variant } = repro.case;
    const where = { file: scenario.file, scenario: name, variant, draw: drawOf(repro), packages };
    const variants = scenario.variants.map(({ name: other }) => other);
    const told = await explainDeath(where, repro, variants);
    return { ...about, outcome: outcomeOf(told), ...describePackages(packages), ...told };
  }
  const { redirected, finding, explanation } = await explainAlive(repro, scenario, packages);
  const told = { ...(finding && { finding }), ...(explanation && { explanation }) };
  return { ...about, outcome: outcomeOf(told), ...describePackages(packages, redirected), ...told };
}

function outcomeOf({ explanation }: Pick<ExplainOutcome, 'explanation'>): ExplainOutcome['outcome'] {
  return explanation === undefined ? 'not reproduced' : 'explained';
}

/** Asks workers until one lives through all that is left to try. */
async function explainAlive(
  { case: kase, fingerprint, seed }: Repro,
  scenario: ScenarioInfo,
  packages: readonly PackageUnderTest[],
): Promise<WorkerMessage & { kind: 'explained' } & { redirected: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-explain-'));
  const progressFile = join(folder, 'run');
  const barred: number[] = [];
  try {
    for (;;) {
      rmSync(progressFile, { force: true });
      try {
        return await askWorker(
          { kind: 'explain', file: scenario.file, case: kase, fingerprint, seed, barred, progressFile },
          'explained',
          { packages },
        );
      } catch (error) {
        if (!(error instanceof WorkerDiedError)) throw error;
        const { nth } = (readNote(progressFile) ?? {}) as { nth?: number };
        if (nth === undefined || barred.length >= EXPLAIN_DEATHS_MAX)
          throw new ClosecallError(
            'ERR_EXPLAIN_DIED',
            `${nth === undefined ? 'the process did not survive the case' : `${barred.length + 1} of the cases that were tried took their process down`}: ` +
              `${error.end.message}. Look at the case itself with "closecall replay".`,
          );
        barred.push(nth);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
