// The campaign as the command line sees it. Modules are loaded when first needed: help and mistakes answer at once.
import { join } from 'node:path';
import type { BisectOptions } from '../campaign/bisect.ts';
import type { CampaignOptions, ScenarioInfo } from '../campaign/campaign-options.ts';
import type { ScenarioSource } from '../campaign/find-scenarios.ts';
import type { PackageSource } from '../campaign/package-cache.ts';
import type { LoadedConfig } from './load-config.ts';
import type { EjectOptions } from '../campaign/eject.ts';
import type { ReplayPlace } from '../campaign/replay.ts';
import type { Blob } from '../model/blob.ts';
import type { Repro } from '../model/repro.ts';
import type { Merged } from '../campaign/merge-blobs.ts';
import type { BisectResult } from '../model/bisect-result.ts';
import type { ScoreOptions } from '../campaign/score-bug.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import type { KnownBug } from '../model/known-bug.ts';
import type { EjectOutcome } from '../model/eject-outcome.ts';
import type { ExplainOutcome } from '../model/explanation.ts';
import type { PackageSpec, PackageUnderTest } from '../model/package-spec.ts';
import type { PairScore } from '../model/score.ts';
import type { LoopbackOutcome, ReplayOutcome, RetryOutcome } from '../model/replay-outcome.ts';

/** What the commands call; tests pass their own. */
export type CampaignFunctions = {
  loadConfig: (root: string) => Promise<LoadedConfig | undefined>;
  /** Imports modules of the project, here and from now on in every worker. */
  importModules: (names: readonly string[], root: string) => Promise<void>;
  preparePackages: (specs: readonly PackageSpec[], source: PackageSource) => Promise<PackageUnderTest[]>;
  findScenarios: (root: string, source?: ScenarioSource) => Promise<ScenarioInfo[]>;
  runCampaign: (options: CampaignOptions) => Promise<CampaignResult>;
  replayFile: (file: string, options: ReplayPlace) => Promise<ReplayOutcome>;
  /** The seed of the run whose journal is in the folder `outDir`. */
  readJournalSeed: (outDir: string) => Promise<number>;
  replayOnLoopback: (file: string, options: ReplayPlace & { tries: number }) => Promise<LoopbackOutcome>;
  readRepro: (file: string) => Promise<Repro>;
  readBlobs: (folder: string) => Promise<Blob[]>;
  mergeBlobs: (blobs: readonly Blob[]) => Promise<Merged>;
  scoreBug: (bug: KnownBug, options: ScoreOptions) => Promise<PairScore>;
  ejectFile: (file: string, options: EjectOptions) => Promise<EjectOutcome>;
  retryFile: (
    file: string,
    options: ReplayPlace & { neighbours: number; seed: number },
  ) => Promise<RetryOutcome>;
  explainFile: (file: string, options: ReplayPlace) => Promise<ExplainOutcome>;
  bisectFile: (file: string, options: BisectOptions) => Promise<BisectResult>;
};

/** The real campaign. */
export const campaignFunctions: CampaignFunctions = {
  loadConfig: async (root) => (await import('./load-config.ts')).loadConfig(root),
  importModules: async (names, root) =>
    names.length === 0
      ? undefined
      : (await import('../campaign/import-modules.ts')).importModules(names, root),
  preparePackages: async (specs, source) =>
    specs.length === 0 ? [] : (await import('../campaign/package-cache.ts')).preparePackages(specs, source),
  findScenarios: async (root, source) =>
    (await import('../campaign/find-scenarios.ts')).findScenarios(root, source),
  runCampaign: async (options) => (await import('../campaign/run-campaign.ts')).runCampaign(options),
  readJournalSeed: async (outDir) => {
    const { JOURNAL_FILE, readJournalSeed } = await import('../campaign/journal.ts');
    return readJournalSeed(join(outDir, JOURNAL_FILE));
  },
  replayFile: async (file, options) => (await import('../campaign/replay.ts')).replayFile(file, options),
  replayOnLoopback: async (file, options) =>
    (await import('../campaign/replay-on-loopback.ts')).replayOnLoopback(file, options),
  readRepro: async (file) => (await import('../campaign/replay.ts')).readRepro(file),
  readBlobs: async (folder) => (await import('../campaign/read-blobs.ts')).readBlobs(folder),
  mergeBlobs: async (blobs) => (await import('../campaign/merge-blobs.ts')).mergeBlobs(blobs),
  scoreBug: async (bug, options) => (await import('../campaign/score-bug.ts')).scoreBug(bug, options),
  ejectFile: async (file, options) => (await import('../campaign/eject.ts')).ejectFile(file, options),
  retryFile: async (file, options) => (await import('../campaign/retry.ts')).retryFile(file, options),
  explainFile: async (file, options) =>
    (await import('../campaign/explain-file.ts')).explainFile(file, options),
  bisectFile: async (file, options) => (await import('../campaign/bisect.ts')).bisectFile(file, options),
};
