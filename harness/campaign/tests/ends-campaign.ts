// A short campaign of clients that fail, end their process, and are calm: what tests of the whole line run.
import { fileURLToPath } from 'node:url';
import type { CampaignOptions, ScenarioInfo } from '../campaign-options.ts';

/** The scenario `ends` with some of its variants. */
export function endsScenario(...variants: string[]): ScenarioInfo {
  return {
    name: 'ends',
    description: '',
    file: fileURLToPath(new URL('./ends/scenario.ts', import.meta.url)),
    variants: variants.map((name) => ({ name, description: '', expect: [] })),
  };
}

/** Options of a campaign over them. */
export function endsCampaign(outDir: string, change: Partial<CampaignOptions> = {}): CampaignOptions {
  return {
    scenarios: [endsScenario('has three faults', 'dies now and then', 'exits at once', 'is calm')],
    seed: 1,
    cases: 250,
    outDir,
    workers: 2,
    nowMs: () => 0,
    writeRepro: (repro) => `${repro.case.variant} ${repro.code}`,
    ...change,
  };
}
