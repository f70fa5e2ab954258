// The campaign as the command line sees it. Modules are loaded when first needed: help and mistakes answer at once.
import type { CampaignOptions, ScenarioInfo } from '../campaign/campaign-options.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import type { ReplayOutcome, RetryOutcome } from '../model/replay-outcome.ts';

/** What the commands call; tests pass their own. */
export type CampaignFunctions = {
  findScenarios: (root: string, files?: readonly string[]) => Promise<ScenarioInfo[]>;
  runCampaign: (options: CampaignOptions) => Promise<CampaignResult>;
  replayFile: (file: string, options: { root: string }) => Promise<ReplayOutcome>;
  retryFile: (
    file: string,
    options: { root: string; neighbours: number; seed: number },
  ) => Promise<RetryOutcome>;
};

/** The real campaign. */
export const campaignFunctions: CampaignFunctions = {
  findScenarios: async (root, files) =>
    (await import('../campaign/find-scenarios.ts')).findScenarios(root, files),
  runCampaign: async (options) => (await import('../campaign/run-campaign.ts')).runCampaign(options),
  replayFile: async (file, options) => (await import('../campaign/replay.ts')).replayFile(file, options),
  retryFile: async (file, options) => (await import('../campaign/retry.ts')).retryFile(file, options),
};
