// A version as a registry lists it → its place among others, by the precedence of Semantic Versioning (https://semver.org,
// section 11). What is no such version has no place.

/** A version taken apart. `pre` are the identifiers behind the dash, none for a final release. */
type Release = { numbers: readonly [major: number, minor: number, patch: number]; pre: readonly string[] };

const RELEASE = /^(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?$/;

function read(version: string): Release | undefined {
  const [, major, minor, patch, pre] = RELEASE.exec(version) ?? [];
  if (major === undefined) return undefined;
  return { numbers: [Number(major), Number(minor), Number(patch)], pre: pre?.split('.') ?? [] };
}

/** True for what has three numbers, with or without a prerelease part. */
export function isRelease(version: string): boolean {
  return RELEASE.test(version);
}

/** True for `8.0.0-alpha.1`, false for `8.0.0`. */
export function isPrerelease(version: string): boolean {
  return (read(version)?.pre.length ?? 0) > 0;
}

/** The line of releases that a version belongs to: its major, as text. */
export function majorOf(version: string): string {
  return version.slice(0, version.indexOf('.'));
}

/** The minor within that: `8.4` for 8.4.1 and for 8.4.0-rc.1. */
export function minorOf(version: string): string {
  return version.split('.', 2).join('.');
}

/** Negative when `left` comes before `right`; for sorting. Both must be releases. */
export function compareReleases(left: string, right: string): number {
  const [one, other] = [read(left)!, read(right)!];
  for (const [index, number] of one.numbers.entries())
    if (number !== other.numbers[index]) return number - other.numbers[index]!;
  // A final release comes after all that led to it.
  if (one.pre.length === 0 || other.pre.length === 0) return other.pre.length - one.pre.length;
  for (const [index, part] of one.pre.entries()) {
    const against = other.pre[index];
    if (against === undefined) return 1;
    if (part !== against) return compareParts(part, against);
  }
  return one.pre.length - other.pre.length;
}

/** Numbers by value and before words; words by their characters. */
function compareParts(left: string, right: string): number {
  const [one, other] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (one && other) return Number(left) - Number(right);
  if (one !== other) return one ? -1 : 1;
  return left < right ? -1 : 1;
}

/**
 * True when `version` is not before `from` and not after `to`, both included. A bound may leave out numbers: from `8` is
 * from 8.0.0 and its prereleases, to `8.4` is to the last of 8.4.
 */
export function isWithin(version: string, { from, to }: { from?: string; to?: string }): boolean {
  return (
    (from === undefined || compareToBound(version, from) >= 0) &&
    (to === undefined || compareToBound(version, to) <= 0)
  );
}

/** 0 when `version` is all that the bound names. */
function compareToBound(version: string, bound: string): number {
  if (isRelease(bound)) return compareReleases(version, bound);
  const { numbers } = read(version)!;
  for (const [index, part] of bound.split('.').entries())
    if (numbers[index] !== Number(part)) return numbers[index]! - Number(part);
  return 0;
}
