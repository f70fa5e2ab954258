// What workers found out, unit by unit → the result of the campaign: one of all variants, each of one piece or of several, with a
// certificate of each tree that was walked.
import type { Audit, CampaignResult } from '../model/campaign-result.ts';
import { WHOLE } from '../model/shard.ts';
import type { CaseDraw } from '../model/strategy.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { piecesOf, type Unit } from './divide-jobs.ts';
import type { Cut } from './exhaustive/exhaust-variant.ts';
import { makeCertificate } from './exhaustive/make-certificate.ts';
import { mergeOutcomes, type Job } from './merge-outcomes.ts';
import { mergeResults } from './merge-results.ts';
import type { SourceState } from './source-state.ts';
import type { VariantOutcome, VariantState } from './variant-state.ts';

/** A campaign that has ended. `outcomes`, `states` and `cuts` are those of `units`, in their order. */
export type EndedCampaign = {
  options: CampaignOptions;
  draw: CaseDraw;
  /** Elements of a case at most; undefined where cases were drawn. */
  bound: number | undefined;
  pieces: number;
  jobs: readonly Job[];
  units: readonly Unit[];
  outcomes: readonly (VariantOutcome | undefined)[];
  states: readonly VariantState[];
  /** Why the tree of a variant was not walked to its end. */
  cuts: readonly (Cut | undefined)[];
  audit: Audit;
  /** It ended at its first unexpected finding. */
  isUntilFirst: boolean;
  source: SourceState;
  elapsedMs: number;
};

/** The result, but for what real sockets say of its findings. */
export function concludeCampaign(campaign: EndedCampaign): CampaignResult {
  const result = merge(campaign);
  const { bound } = campaign;
  return bound === undefined ? result : { ...result, certificates: certify(campaign, bound) };
}

/** What was covered of each variant that was begun. */
function certify(
  { options: { packages = [], writeCertificate }, units, outcomes, states, cuts, source }: EndedCampaign,
  bound: number,
): NonNullable<CampaignResult['certificates']> {
  return units.flatMap(({ scenario, variant }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) return [];
    const { tree } = states[index]!;
    const about = { scenario: scenario.name, variant: variant.name, bound, tree, outcome };
    const certificate = makeCertificate({ ...about, cut: cuts[index] }, source, packages);
    return [{ certificate, file: writeCertificate?.(certificate) ?? '' }];
  });
}

function merge(campaign: EndedCampaign): CampaignResult {
  const { options, draw, pieces, jobs, units, outcomes, audit, isUntilFirst, source, elapsedMs } = campaign;
  const { shard = WHOLE, packages = [], signal } = options;
  const results = Array.from({ length: pieces }, (_, piece) => {
    const own = [...units.keys()].filter((index) => units[index]!.piece === piece);
    return mergeOutcomes(
      own.map((index) => units[index]!),
      own.map((index) => outcomes[index]),
      {
        ...draw,
        shard: pieces === 1 ? shard : units[own[0]!]!.shard,
        isUntilFirst,
        state: source,
        // It is kept for all pieces together.
        audit: piece === 0 ? audit : NOT_AUDITED,
        packages,
        interrupted: signal?.aborted === true,
        elapsedMs,
      },
    );
  });
  if (pieces === 1) return results[0]!;
  const byName = new Map(jobs.map((job) => [`${job.scenario.name}/${job.variant.name}`, job]));
  const merged = mergeResults(results, {
    jobs: [...byName.keys()],
    partsOf: (job) => piecesOf(byName.get(job)!, pieces),
    isWhole: shard.of === 1,
  });
  return shard.of === 1 ? merged : { ...merged, shard };
}

const NOT_AUDITED: Audit = { cases: 0, runs: 0, findingsChecked: 0, elapsedMs: 0 };
