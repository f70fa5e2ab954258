// A folder → the blobs in it, which have to be the shards of one run, all of them, each once.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBlob, type Blob } from '../model/blob.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { WHOLE, type Shard } from '../model/shard.ts';

/** A blob and where it was read. */
export type BlobFile = { file: string; blob: Blob };

/** Reads the blobs in `folder` and below, in the order of their shards. Throws a ClosecallError when they are not one run. */
export function readBlobs(folder: string): Blob[] {
  const files = listJson(folder).flatMap((file): BlobFile[] => {
    const blob = parseBlob(readFileSync(file, 'utf8'), file);
    return blob === undefined ? [] : [{ file, blob }];
  });
  return checkBlobs(folder, files);
}

function listJson(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such folder' : `it cannot be read (${code})`;
    throw new ClosecallError(
      'ERR_NO_BLOBS',
      `${folder}: ${why}. Name the folder with the blobs of all shards.`,
    );
  }
}

/** The blobs by shard, when they belong together. */
export function checkBlobs(folder: string, files: readonly BlobFile[]): Blob[] {
  const [first] = files;
  if (first === undefined)
    throw new ClosecallError(
      'ERR_NO_BLOBS',
      `${folder}: there is no blob in it. Run every shard with --reporter blob, and bring the files together.`,
    );
  for (const other of files) checkSame(first, other);
  const { of } = shardOf(first);
  const byNth = Map.groupBy(files, (file) => shardOf(file).nth);
  for (const [nth, same] of byNth)
    if (same.length > 1)
      throw new ClosecallError(
        'ERR_SHARD_TWICE',
        `shard ${nth} of ${of} is there ${same.length} times: ${same.map(({ file }) => file).join(', ')}. Keep one.`,
      );
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((nth) => !byNth.has(nth));
  if (missing.length > 0)
    throw new ClosecallError(
      'ERR_SHARD_MISSING',
      `${folder}: of ${of} shards ${listSome(missing)} ${missing.length === 1 ? 'is' : 'are'} missing. Run ${missing.length === 1 ? 'it' : 'them'} (--shard ${missing[0]}/${of}) and merge again.`,
    );
  return [...byNth].toSorted(([left], [right]) => left - right).map(([, [only]]) => only!.blob);
}

function shardOf({ blob }: BlobFile): Shard {
  return blob.result.shard ?? WHOLE;
}

/** Numbers that are named before the others are only counted. */
const NAMED = 5;

function listSome(numbers: readonly number[]): string {
  const more = numbers.length - NAMED;
  return more > 0 ? `${numbers.slice(0, NAMED).join(', ')} and ${more} more` : numbers.join(', ');
}

/** Throws when the two are not of one run. */
function checkSame(first: BlobFile, other: BlobFile): void {
  const compare = (what: string, read: (blob: Blob) => unknown): void => {
    const [left, right] = [read(first.blob), read(other.blob)].map(
      (value) => JSON.stringify(value) ?? 'none',
    );
    if (left === right) return;
    throw new ClosecallError(
      'ERR_OTHER_RUN',
      `${first.file} and ${other.file} are not of one run: ${what} is ${left} in one and ${right} in the other. Shards have to be run with the same options on the same sources.`,
    );
  };
  compare('the number of shards', ({ result }) => (result.shard ?? WHOLE).of);
  compare('the seed', ({ result }) => result.seed);
  compare('the strategy', ({ result }) => result.explore);
  compare('the number of cases', ({ plan }) => plan.cases);
  compare('the time budget', ({ plan }) => plan.timeBudgetMs);
  compare('--until-first', ({ plan }) => plan.isUntilFirst);
  compare('--check-determinism', ({ plan }) => plan.isAudited);
  compare('what is run', ({ plan }) => plan.jobs);
  compare('the version of closecall', ({ result }) => result.versions.closecall);
  compare('the version of Node.js', ({ result }) => result.versions.node);
  compare('the versions of packages', ({ result }) => result.versions.packages);
  compare('the hash of the sources', ({ result }) => result.sourceHash);
}
