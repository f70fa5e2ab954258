// Exploration as tests need it: one scenario and variant, in workers, with what was found and counted.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exploreVariant } from '../campaign/explore-variant.ts';
import type { StrategyName } from '../model/strategy.ts';
import type { VariantOutcome } from '../campaign/variant-state.ts';

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Absolute path of a scenario's module. */
export function scenarioFile(name: string): string {
  return join(ROOT, 'scenarios', name, 'scenario.ts');
}

/** A new empty folder. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'closecall-test-'));
}

/** Explores `cases` cases. Real time plays no part: there is no budget, and nothing waits. */
export async function exploreForTest(
  file: string,
  variant: string,
  cases: number,
  seed = 1,
  explore: StrategyName = 'portfolio',
): Promise<VariantOutcome> {
  return exploreVariant({
    file,
    scenario: file,
    variant,
    draw: { seed, explore },
    cases,
    progressFile: join(makeFolder(), 'progress'),
    budgetMs: undefined,
    nowMs: () => 0,
    signal: undefined,
    onFound: () => '',
    onBatch: () => {},
  });
}
