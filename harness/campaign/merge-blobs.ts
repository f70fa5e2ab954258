// The blobs of all shards → the result of the run that was not divided, and the repros of what it found.
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import type { Blob } from '../model/blob.ts';
import type { Repro } from '../model/repro.ts';
import { mergeResults } from './merge-results.ts';

/** The whole run, and the repros of its findings. */
export type Merged = { result: CampaignResult; repros: Repro[] };

/** Merges the blobs of all shards of one run, in the order of the shards. */
export function mergeBlobs(blobs: readonly Blob[]): Merged {
  const result = mergeResults(
    blobs.map((blob) => blob.result),
    { jobs: blobs[0]!.plan.jobs, partsOf: () => blobs.length, isWhole: true },
  );
  return { result, repros: chooseRepros(result.findings, blobs) };
}

/** The repro of each finding, from the shard whose case it has; none where that was not saved. */
function chooseRepros(findings: readonly FindingGroup[], blobs: readonly Blob[]): Repro[] {
  const all = blobs.flatMap(({ repros }) => repros);
  return findings.flatMap((finding) => {
    const own = all.find(
      (repro) =>
        repro.fingerprint === finding.fingerprint &&
        repro.traceHash === finding.traceHash &&
        repro.case.scenario === finding.scenario &&
        repro.case.variant === finding.variant,
    );
    return own === undefined ? [] : [own];
  });
}
