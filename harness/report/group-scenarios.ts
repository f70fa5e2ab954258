// A campaign's variants → scenarios with the same variants together, so that a table of them has no empty cells.
import type { VariantResult } from '../model/campaign-result.ts';

/** A scenario with what each of its variants came to. */
export type ScenarioRow = [scenario: string, variants: VariantResult[]];

/** One table: the names of variants, and the scenarios that have just these. */
export type ScenarioGroup = { names: string[]; rows: ScenarioRow[] };

/** The groups, and the scenarios in them, in the order in which they come. */
export function groupScenarios(variants: readonly VariantResult[]): ScenarioGroup[] {
  const scenarios = Map.groupBy(variants, ({ scenario }) => scenario);
  const groups = Map.groupBy(scenarios, ([, own]) => own.map(({ name }) => name).join('\n'));
  return [...groups.values()].map((rows) => ({ names: rows[0]![1].map(({ name }) => name), rows }));
}
