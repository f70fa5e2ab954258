// Scenarios on disk, and what the command line asks for → scenarios with the variants to run. A name that nobody has is a
// mistake of the caller (exit 2); names that are right but have nothing in common match nothing (exit 3).
import { statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { EXIT_CODES } from '../model/exit-codes.ts';
import { nameUnknown } from './name-unknown.ts';

/**
 * The scenarios that any of `patterns` matches (all when there are none), with those of their variants that `variants`
 * names (all when there are none). Keeps the order of `known`; none is empty. Folders are looked for below `root`. Throws a ClosecallError.
 */
export function selectScenarios(
  known: readonly ScenarioInfo[],
  patterns: readonly string[],
  variants: readonly string[],
  root: string,
): ScenarioInfo[] {
  if (known.length === 0)
    throw nothingMatched(
      'no scenarios found: closecall looks for scenarios/**/scenario.ts and **/NAME.scenario.ts below this folder',
    );
  for (const pattern of patterns) checkPattern(pattern, known, root);
  const variantNames = [...new Set(known.flatMap((scenario) => scenario.variants.map(({ name }) => name)))];
  for (const variant of variants)
    if (!variantNames.includes(variant))
      throw new ClosecallError('ERR_UNKNOWN_VARIANT', nameUnknown('variant', variant, variantNames));
  const selected = known
    .filter(({ name }) => patterns.length === 0 || patterns.some((pattern) => isMatch(name, pattern)))
    .map((scenario) => ({
      ...scenario,
      variants: scenario.variants.filter(({ name }) => variants.length === 0 || variants.includes(name)),
    }))
    .filter((scenario) => scenario.variants.length > 0);
  if (selected.length > 0) return selected;
  const asked = [...patterns, ...variants.map((variant) => `--variant ${variant}`)].join(' ');
  throw nothingMatched(`nothing matched ${asked}. closecall list shows what there is`);
}

/** A pattern without `*` is a name, and has to exist; one with `*` may match nothing. */
function checkPattern(pattern: string, known: readonly ScenarioInfo[], root: string): void {
  if (pattern.includes('*') || known.some(({ name }) => isMatch(name, pattern))) return;
  const owner = known.find(({ name, variants }) =>
    variants.some((variant) => pattern === `${name}/${variant.name}`),
  );
  if (owner !== undefined)
    throw new ClosecallError(
      'ERR_UNKNOWN_SCENARIO',
      `"${pattern}" names a variant. Did you mean "${owner.name} --variant ${pattern.slice(owner.name.length + 1)}"?`,
    );
  const folder = resolve(root, pattern);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true)
    throw isFolder(pattern, folder, known);
  const names = known.map(({ name }) => name);
  throw new ClosecallError(
    'ERR_UNKNOWN_SCENARIO',
    nameUnknown('scenario', pattern, [...names, ...listFolders(names)]),
  );
}

/** Scenarios that are named to who names a folder. */
const NAMED_MAX = 5;

/** Whoever names a folder means the scenarios in it. */
function isFolder(pattern: string, folder: string, known: readonly ScenarioInfo[]): ClosecallError {
  const inside = known.filter(({ file }) => file.startsWith(folder + sep));
  const names = (inside.length > 0 ? inside : known).slice(0, NAMED_MAX).map(({ name }) => name);
  return new ClosecallError(
    'ERR_UNKNOWN_SCENARIO',
    `${pattern} is a folder. Name scenarios (${names.join(', ')}), or the file of one.`,
  );
}

function isMatch(name: string, pattern: string): boolean {
  if (!pattern.includes('*')) {
    const folder = pattern.replace(/\/+$/, '');
    return name === folder || name.startsWith(`${folder}/`);
  }
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/** The beginnings of names up to each `/`: `btw` for `btw/renders`. */
function listFolders(names: readonly string[]): string[] {
  const folders = names.flatMap((name) => {
    const parts = name.split('/');
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set(folders)];
}

function nothingMatched(what: string): ClosecallError {
  return new ClosecallError('ERR_NOTHING_MATCHED', `${what}.`, EXIT_CODES['nothing-matched'].code);
}
