// The project's folder → its configuration: `closecall.config.ts`, or the key "closecall" of package.json. Every mistake in it names
// the file and the key.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { tellLoadError } from '../campaign/tell-load-error.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { CONFIG_KEYS, configSchema, type ClosecallConfig } from '../model/config.ts';
import { nameUnknown } from './name-unknown.ts';

/** Names that are looked for, in this order. */
const FILES = ['ts', 'mts', 'js', 'mjs'].map((extension) => `closecall.config.${extension}`);

const OTHER_FILES = ['json', 'cjs', 'cts', 'yaml', 'yml'].map((extension) => `closecall.config.${extension}`);

/** A configuration and where it stands. */
export type LoadedConfig = { config: ClosecallConfig; file: string };

/** Reads it; undefined where there is none. Throws a ClosecallError for one that does not load, or says what it cannot. */
export async function loadConfig(root: string): Promise<LoadedConfig | undefined> {
  const files = FILES.filter((name) => existsSync(join(root, name)));
  const inPackage = readPackageKey(root);
  const places = [...files, ...(inPackage === undefined ? [] : ['package.json'])];
  const [file, ...others] = places;
  refuseOtherKinds(root);
  if (file === undefined) return undefined;
  if (others.length > 0)
    throw new ClosecallError(
      'ERR_CONFIG_TWICE',
      `configuration in ${places.join(' and in ')}: keep one of them.`,
    );
  const given = files.length > 0 ? await importConfig(root, file) : inPackage;
  return { config: checkConfig(given, files.length > 0 ? file : 'package.json, "closecall"'), file };
}

/** A file of a kind that is not read would be a configuration that plays no part. */
function refuseOtherKinds(root: string): void {
  const found = OTHER_FILES.find((name) => existsSync(join(root, name)));
  if (found !== undefined)
    throw new ClosecallError(
      'ERR_CONFIG_KIND',
      `${found} is not read. Name it closecall.config.ts (or .mts, .js, .mjs), or put its keys under "closecall" in package.json.`,
    );
}

function readPackageKey(root: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(root, 'package.json'), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return (JSON.parse(text) as { closecall?: unknown } | null)?.closecall;
  } catch {
    // Whoever needs the file will say what is wrong with it.
    return undefined;
  }
}

async function importConfig(root: string, file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(join(root, file)).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    throw new ClosecallError(
      'ERR_CONFIG_LOAD',
      `${file} could not be loaded: ${tellLoadError(error, join(root, file), root)}`,
    );
  }
}

function checkConfig(given: unknown, place: string): ClosecallConfig {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new ClosecallError(
      'ERR_CONFIG_SHAPE',
      `${place}: expected an object of options, as in \`export default defineConfig({ cases: 500 })\`.`,
    );
  const unknown = Object.keys(given).find((key) => !CONFIG_KEYS.some((known) => known === key));
  if (unknown !== undefined)
    throw new ClosecallError('ERR_CONFIG_KEY', `${place}: ${nameUnknown('key', unknown, CONFIG_KEYS)}`);
  const parsed = v.safeParse(configSchema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const key = v.getDotPath(issue) ?? '';
  throw new ClosecallError(
    'ERR_CONFIG_VALUE',
    `${place}: ${key}: expected ${issue.expected ?? 'another value'}${EXAMPLES[key] ?? ''}, got ${issue.received}.`,
  );
}

/** Of keys whose kind alone does not say what to write. */
const EXAMPLES: Readonly<Record<string, string>> = { timeBudget: ` with its unit, as in '30s' or '2m'` };
