// The name of a package → its releases, as the user's own npm lists them. The list is kept in the cache, so that a search
// through versions that are there needs no network.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ClosecallError } from '../model/closecall-error.ts';
import { NPM_LIMIT_MS } from '../model/limits.ts';
import { compareReleases, isRelease } from '../model/release.ts';
import { cacheFolder } from './cache-folder.ts';
import { NPM_FLAGS, readCode, spawnNpm, type NpmEnd } from './run-npm.ts';

/** The releases of a package, oldest first by precedence. `published`: when each came out, as ISO 8601. */
export type ReleaseList = {
  versions: string[];
  published: Record<string, string>;
  /** There when npm could not be asked, and the list is the last that was kept: why. */
  stale?: string;
};

const LISTING = v.object({
  // npm prints a list of one as that one.
  versions: v.union([v.array(v.string()), v.string()]),
  time: v.optional(v.record(v.string(), v.string()), {}),
});

/**
 * Asks npm, as configured in the folder `root`, for every release of `name`. When it cannot be asked, the last answer
 * serves. Throws a ClosecallError for a package that does not exist, and when there is no answer to go by.
 */
export async function listReleases(name: string, root: string, cache = cacheFolder()): Promise<ReleaseList> {
  const kept = join(cache, 'releases', `${name.replace('/', '+')}.json`);
  const end = await spawnNpm(['view', name, 'versions', 'time', ...NPM_FLAGS], root);
  const fresh = end.code === 0 ? readListing(end.stdout) : undefined;
  if (fresh !== undefined) {
    keep(kept, fresh);
    return fresh;
  }
  const why = readCode(end.output);
  if (why === 'E404')
    throw new ClosecallError(
      'ERR_BISECT_PACKAGE',
      `--package ${name}: npm knows no such package. Check the name with \`npm view ${name}\`.`,
    );
  const reason = describeFailure(end, why);
  const last = readKept(kept);
  if (last !== undefined) return { ...last, stale: reason };
  throw new ClosecallError(
    'ERR_BISECT_LIST',
    `--package ${name}: its releases could not be listed: ${reason}. Try \`npm view ${name} versions\`.`,
  );
}

function readListing(text: string): ReleaseList | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(LISTING, data);
  if (!parsed.success) return undefined;
  const { versions, time } = parsed.output;
  const sorted = [versions].flat().filter(isRelease).toSorted(compareReleases);
  return { versions: sorted, published: time };
}

function describeFailure({ code }: NpmEnd, why: string): string {
  if (code === undefined) return 'npm could not be started';
  if (code === null) return `npm did not end within ${NPM_LIMIT_MS / 1000} s`;
  if (code === 0) return 'npm printed no list of versions';
  return `npm failed (${why === '' ? `exit code ${code}` : why})`;
}

/** Keeps the answer for when there is no network; a cache that cannot be written costs no more than that. */
function keep(path: string, { versions, published }: ReleaseList): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(temporary, JSON.stringify({ versions, time: published }));
    renameSync(temporary, path);
  } catch {}
}

function readKept(path: string): ReleaseList | undefined {
  try {
    return readListing(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
