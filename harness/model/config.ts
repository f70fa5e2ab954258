// What a project says of its runs once and for all, in `closecall.config.ts` or under "closecall" in package.json: the keys, and
// what may be in them. Flags and variables of the environment go before it.
import * as v from 'valibot';

const text = v.pipe(v.string(), v.nonEmpty('expected a text that is not empty'));
const count = v.pipe(v.number(), v.integer());
const texts = v.array(text);

/** Every key with what it takes. */
const ENTRIES = {
  scenarios: v.exactOptional(texts),
  imports: v.exactOptional(texts),
  seed: v.exactOptional(v.union([count, v.literal('random')])),
  explore: v.exactOptional(text),
  cases: v.exactOptional(count),
  timeBudget: v.exactOptional(text),
  reporter: v.exactOptional(v.union([text, texts])),
  out: v.exactOptional(text),
  workers: v.exactOptional(v.union([count, v.literal('all')])),
  corpus: v.exactOptional(v.boolean()),
  confirm: v.exactOptional(v.union([count, v.boolean()])),
  explain: v.exactOptional(v.union([count, v.boolean()])),
  baseline: v.exactOptional(text),
  neighbours: v.exactOptional(count),
  with: v.exactOptional(v.union([text, texts])),
  node: v.exactOptional(v.union([text, count])),
};

/** Names of all keys. */
export const CONFIG_KEYS = Object.keys(ENTRIES) as (keyof ClosecallConfig)[];

/** What makes an object a configuration; keys that nobody knows are for the caller to name. */
export const configSchema = v.strictObject(ENTRIES);

/** The configuration of a project. Each key is the default of the option with its name; a flag or a variable goes before it. */
export type ClosecallConfig = {
  /** SCENARIO arguments of `run` where none are given: names, starts of names, patterns, or paths of modules. */
  scenarios?: string[];
  /**
   * Modules that are imported before scenarios, in the command and in every worker: what teaches Node.js to load sources as they
   * are (`tsx`), or sets up the client's surroundings. Names of packages, or paths from the project's folder. None by default.
   */
  imports?: string[];
  /** `--seed`, 1 by default. */
  seed?: number | 'random';
  /** `--explore`, 'portfolio' by default; 'exhaustive' is for `run` alone. */
  explore?: string;
  /** `--cases` per scenario and variant, 1000 by default. */
  cases?: number;
  /** `--time-budget` of the whole run (`30s`, `2m`), none by default. */
  timeBudget?: string;
  /** `--reporter`, one or several (`html`, `junit=reports/junit.xml`), but not of `bisect`; on the terminal by default. */
  reporter?: string | string[];
  /** `--out`, 'reports' by default. */
  out?: string;
  /** `--workers`, one for each processor by default. */
  workers?: number | 'all';
  /** False is `--no-corpus`: kept cases are not tried first. */
  corpus?: boolean;
  /** `--confirm`, true for the usual number of tries on real sockets; none by default. */
  confirm?: number | boolean;
  /** `--explain`, true for the usual number of findings; none by default. */
  explain?: number | boolean;
  /** `--baseline`: the file of findings that are known; none by default. */
  baseline?: string;
  /** `--neighbours` of retry and bisect, 200 by default. */
  neighbours?: number;
  /** `--with`, one package or several (`undici@8.5.0`). */
  with?: string | string[];
  /** `--node`. */
  node?: string | number;
};

/** Gives a configuration its type; returns it as it is. */
export function defineConfig(config: ClosecallConfig): ClosecallConfig {
  return config;
}
