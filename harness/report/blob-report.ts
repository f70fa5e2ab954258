// A shard's result → a blob: all that `merge-reports` needs to make one result of many, with the repros of what was found.
import { BLOB_VERSION, type Blob } from '../model/blob.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { WHOLE, type Shard } from '../model/shard.ts';
import type { ReportContext } from './reporter.ts';
import { toJson } from './to-json.ts';

/** The blob as JSON. Needs the `blob` of its context. */
export function renderBlobReport(result: CampaignResult, { blob }: Pick<ReportContext, 'blob'>): string {
  if (blob === undefined) throw new Error('a blob needs the plan of its run');
  return toJson({ format: 'closecall-blob', version: BLOB_VERSION, ...blob, result } satisfies Blob);
}

/** Its usual name, which many shards can have in one folder. */
export function nameBlob({ nth, of }: Shard = WHOLE): string {
  return `blob-${nth}-of-${of}.json`;
}
