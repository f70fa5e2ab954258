// A shard's result as it is kept for merging (`--reporter blob`), and what makes a file one.
import * as v from 'valibot';
import type { CampaignResult } from './campaign-result.ts';
import { ClosecallError } from './closecall-error.ts';
import type { Repro } from './repro.ts';

/** Version of the file format. */
export const BLOB_VERSION = 1;

/** What a run was asked for, as far as its shards have to agree on it. `jobs` are scenarios and variants, in order. */
export type BlobPlan = {
  cases: number;
  timeBudgetMs?: number;
  isUntilFirst: boolean;
  isAudited: boolean;
  jobs: string[];
};

/** What one shard found, and the repros of that. Absent `result.shard` is a run that was not divided. */
export type Blob = {
  format: 'closecall-blob';
  version: typeof BLOB_VERSION;
  plan: BlobPlan;
  result: CampaignResult;
  repros: Repro[];
};

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const counts = v.record(v.string(), count);
const list = v.array(v.looseObject({ scenario: v.string(), variant: v.string() }));

const blobSchema = v.strictObject({
  format: v.literal('closecall-blob'),
  version: v.literal(BLOB_VERSION),
  plan: v.strictObject({
    cases: count,
    timeBudgetMs: v.exactOptional(v.number()),
    isUntilFirst: v.boolean(),
    isAudited: v.boolean(),
    jobs: v.array(v.string()),
  }),
  // What is only passed on is not looked at.
  result: v.looseObject({
    seed: v.number(),
    explore: v.string(),
    shard: v.exactOptional(v.strictObject({ nth: count, of: count })),
    sourceHash: v.string(),
    versions: v.looseObject({ closecall: v.string(), node: v.string(), packages: v.looseObject({}) }),
    variants: v.array(
      v.looseObject({
        scenario: v.string(),
        name: v.string(),
        cases: count,
        reached: count,
        failed: count,
        limited: count,
        inconclusive: count,
        expected: v.array(v.looseObject({ oracle: v.string(), code: v.string() })),
        faults: counts,
        cancellations: counts,
      }),
    ),
    findings: v.array(
      v.looseObject({
        scenario: v.string(),
        variant: v.string(),
        fingerprint: v.string(),
        count,
        firstCase: count,
        shrunk: v.looseObject({}),
        original: v.looseObject({}),
      }),
    ),
    corpus: list,
    problems: list,
    divergences: list,
    escapes: v.array(v.looseObject({ kind: v.string(), what: v.string(), variants: v.array(v.string()) })),
    audit: v.strictObject({ cases: count, runs: count, findingsChecked: count, elapsedMs: v.number() }),
    interrupted: v.boolean(),
    elapsedMs: v.number(),
    cases: count,
  }),
  repros: v.array(v.looseObject({ format: v.literal('closecall-repro'), fingerprint: v.string() })),
});

/**
 * Reads a blob from the text of `file`; undefined for JSON that is something else. Throws a ClosecallError that names the file and
 * what is wrong with it.
 */
export function parseBlob(text: string, file: string): Blob | undefined {
  const broken = (why: string): ClosecallError =>
    new ClosecallError(
      'ERR_BLOB_BROKEN',
      `${file}: not a readable blob: ${why}. Run its shard again, or take the file out of the folder.`,
    );
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw broken(text.trim() === '' ? 'it is empty' : `it is not valid JSON (${(error as Error).message})`);
  }
  const { format, version } = (data ?? {}) as { format?: unknown; version?: unknown };
  if (format !== 'closecall-blob') return undefined;
  if (typeof version === 'number' && version > BLOB_VERSION)
    throw new ClosecallError(
      'ERR_BLOB_FUTURE',
      `${file}: written by a newer closecall (format ${version}, this one reads up to ${BLOB_VERSION}). Update closecall.`,
    );
  const parsed = v.safeParse(blobSchema, data);
  // As it was written: valibot would put what it knows first.
  if (parsed.success) return data as Blob;
  const [issue] = parsed.issues;
  throw broken(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}
