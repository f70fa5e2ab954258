// A repro and the name of a package → which releases of that package have the finding, found by retrying its case on them.
// Each line of releases (a major) is searched by itself: several are kept up at once, and a fix reaches each in a release
// of its own. A probe is a process; which come next depends on verdicts alone, so their order changes no result.
import type { BisectLine, BisectPlan, BisectResult, Probe } from '../model/bisect-result.ts';
import { ClosecallError, suggestName } from '../model/closecall-error.ts';
import { parsePackageSpecs } from '../model/package-spec.ts';
import { compareReleases, isPrerelease, isWithin, majorOf } from '../model/release.ts';
import type { Repro } from '../model/repro.ts';
import { chooseProbes, gridOf, type ProbeState } from './choose-probes.ts';
import { findRanges } from './find-ranges.ts';
import { listReleases } from './list-releases.ts';
import type { PackageSource } from './package-cache.ts';
import { probeBase, probeRelease, type ProbePlace } from './probe-release.ts';
import { openRepro, readRepro } from './replay.ts';

/** What to search. */
export type BisectOptions = {
  root: string;
  /** The package; by default the one that the repro was recorded `--with`. */
  name?: string;
  /** First and last version to look at, both included; one with fewer than three numbers stands for all it begins. */
  from?: string;
  to?: string;
  includePrereleases: boolean;
  /** Try every release. */
  all: boolean;
  /** Releases tried at once. */
  workers: number;
  neighbours: number;
  seed: number;
  onInstall: PackageSource['onInstall'];
  /** Told once, before the first probe. */
  onPlan: (plan: BisectPlan) => void;
  /** Told after each probe; `tried` of at most `most`. */
  onProbe: (probe: Probe, tried: number, most: number) => void;
  /** Ends the search after the probes under way. */
  signal: AbortSignal;
  /** Real time in milliseconds. */
  nowMs: () => number;
};

/** A line with what is known of it while it is searched. */
type Search = { line: BisectLine; states: ProbeState[]; grid: number[] };

/**
 * Searches. Throws a ClosecallError for a file, a package or bounds that are not right, and when the finding does not show on
 * the version it was found on: then nothing could be learned from others.
 */
export async function bisectFile(file: string, options: BisectOptions): Promise<BisectResult> {
  const { root, signal, nowMs, neighbours, seed, onInstall, workers } = options;
  const startMs = nowMs();
  const named = readRepro(file);
  const name = options.name ?? onlyPackage(named, file);
  const base = versionOf(named, name, file);
  const list = await listReleases(name, root);
  const searches = openLines(list.versions, base, options);
  const most = searches.reduce((sum, { line }) => sum + line.releases.length, 0);
  options.onPlan({
    name,
    base,
    releases: most,
    lines: searches.length,
    first: searches.reduce((sum, { grid }) => sum + grid.length, 0),
    most,
    ...(list.stale === undefined ? {} : { staleList: list.stale }),
  });

  const opened = await openRepro(file, { root, with: parsePackageSpecs([`${name}@${base}`]), onInstall });
  const { repro, scenario, packages } = opened;
  const others = packages.filter((each) => each.name !== name);
  const place = { repro, scenarioFile: scenario.file, name, others, neighbours, seed };
  const known = await probeBase(base, { ...place, source: { root, onInstall } }, packages);
  checkBase(known, file, name, base);
  const { subject } = known;

  let tried = 0;
  const record = ({ line, states }: Search, probe: Probe): void => {
    states[line.releases.indexOf(probe.version)] = probe.verdict;
    line.probes.push(probe);
    options.onProbe(probe, ++tried, most);
  };
  const home = searches.find(({ line }) => line.releases.includes(base));
  if (home !== undefined) record(home, known.probe);
  const probe: ProbePlace = { ...place, source: { root, onInstall }, subject };
  await searchAll(searches, workers, signal, async (search, version) => {
    const outcome = await probeRelease(version, probe);
    // A Ctrl-C reaches npm as well: what it broke off says nothing of the release.
    if (!signal.aborted || outcome.verdict !== 'inconclusive') record(search, outcome);
  });

  const lines = searches.map(({ line }) => finish(line));
  return {
    version: 1,
    file,
    repro,
    name,
    base,
    subject,
    neighbours,
    seed,
    lines,
    published: pickPublished(lines, list.published),
    interrupted: signal.aborted,
    elapsedMs: nowMs() - startMs,
  };
}

/** Keeps `workers` probes under way until no line has another, or `signal` says to stop. */
async function searchAll(
  searches: readonly Search[],
  workers: number,
  signal: AbortSignal,
  probe: (search: Search, version: string) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for (;;) {
    for (const search of signal.aborted ? [] : searches)
      for (const index of chooseProbes(search.states, search.grid, workers - underWay.size)) {
        search.states[index] = 'under way';
        const job = probe(search, search.line.releases[index]!).finally(() => underWay.delete(job));
        underWay.add(job);
      }
    if (underWay.size === 0) return;
    await Promise.race(underWay);
  }
}

/** Newest line first: what people run, when the search is ended early. */
function openLines(versions: readonly string[], base: string, options: BisectOptions): Search[] {
  const wanted = versions.filter(
    (version) =>
      isWithin(version, options) &&
      (options.includePrereleases || version === base || !isPrerelease(version)),
  );
  if (wanted.length === 0)
    throw new ClosecallError(
      'ERR_BISECT_EMPTY',
      `there is no release ${describeBounds(options)}; the registry has ${versions.length}${versions.length === 0 ? '' : `, from ${versions[0]} to ${versions.at(-1)}`}.`,
      3,
    );
  const majors = Map.groupBy(wanted, majorOf);
  return [...majors].toReversed().map(([major, releases]) => ({
    line: { major, releases, probes: [], ranges: [] },
    states: releases.map((): ProbeState => 'unknown'),
    grid: options.all ? releases.map((_, index) => index) : gridOf(releases, base),
  }));
}

function describeBounds({ from, to }: BisectOptions): string {
  const parts = [...(from === undefined ? [] : [`from ${from}`]), ...(to === undefined ? [] : [`to ${to}`])];
  return parts.length === 0 ? 'that is no prerelease (see --include-prereleases)' : parts.join(' ');
}

function finish(line: BisectLine): BisectLine {
  const probes = line.probes.toSorted((left, right) => compareReleases(left.version, right.version));
  return { ...line, probes, ranges: findRanges(line.releases, probes) };
}

/** Dates of the releases that a report names. */
function pickPublished(
  lines: readonly BisectLine[],
  published: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = lines.flatMap(({ ranges }) =>
    ranges.flatMap(({ firstBad, lastBad, before, after }) => [
      firstBad,
      lastBad,
      ...(before.good === undefined ? [] : [before.good]),
      ...(after.good === undefined ? [] : [after.good]),
    ]),
  );
  return Object.fromEntries(
    [...new Set(named)].flatMap((version) =>
      published[version] === undefined ? [] : [[version, published[version]]],
    ),
  );
}

function onlyPackage({ with: specs = [] }: Repro, file: string): string {
  const [only, ...more] = parsePackageSpecs(specs);
  if (only !== undefined && more.length === 0) return only.name;
  const why =
    only === undefined ? 'names no package that it ran --with' : `ran --with ${specs.join(' and ')}`;
  throw new ClosecallError(
    'ERR_BISECT_NO_PACKAGE',
    `${file} ${why}: say which package to search with --package NAME.`,
  );
}

/** The version of `name` that the repro was found on. */
function versionOf(repro: Repro, name: string, file: string): string {
  const { packages } = repro.versions;
  const version = packages[name];
  if (version !== undefined) return version;
  const near = suggestName(name, Object.keys(packages));
  const hint =
    near === undefined
      ? ` It ran on ${Object.keys(packages).toSorted().join(', ') || 'no package'}.`
      : ` Did you mean "${near}"?`;
  throw new ClosecallError('ERR_BISECT_PACKAGE', `${file} was not recorded with a package "${name}".${hint}`);
}

function checkBase(
  known: Awaited<ReturnType<typeof probeBase>>,
  file: string,
  name: string,
  base: string,
): asserts known is NonNullable<typeof known> {
  if (known === undefined)
    throw new ClosecallError(
      'ERR_BISECT_NOT_SHOWN',
      `${file} does not show its finding on ${name}@${base} any more, on which it was found; other versions would tell nothing. Retry it first: closecall retry ${file} --with ${name}@${base}`,
      125,
    );
  if (known.notImported.some((each) => each.startsWith(`${name}@`)))
    throw new ClosecallError(
      'ERR_BISECT_NOT_IMPORTED',
      `the scenario of ${file} does not import ${name}: every version of it would show the same. Name another with --package.`,
    );
}
