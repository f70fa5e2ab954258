// A scenario → tests of vitest, one per variant. Cases run in processes of their own, as with the command, so what a test has done
// to its process (fake timers, mocks) reaches none of them; that is said, where it would be a mystery.
import { fileURLToPath } from 'node:url';
import { describe, test, vi } from 'vitest';
import { findProject } from '../campaign/find-project.ts';
import type { KeptAnswer } from '../model/kept-case.ts';
import { siteOf } from '../simulate/definition-site.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { failVariant } from './fail-variant.ts';
import { runVariant } from './run-variant.ts';

/**
 * How a scenario is explored in tests. What is left out is that of the project's `closecall.config.ts`, as far as it is about tests, and
 * then as said here. The keys that count are `imports`, `seed` (1 for 'random', since a test has to repeat), `explore` (but for
 * 'exhaustive'), `cases`, `timeBudget` (of each variant) and `corpus`. The project is the nearest folder above the scenario with a
 * package.json, else the one that vitest runs in.
 */
export type ScenarioTestOptions = {
  /** Cases of each variant. Default: 200. */
  cases?: number;
  /** What cases are drawn from; the same seed tries the same cases. Default: 1. */
  seed?: number;
  /** How cases are drawn, as with `--explore`. Default: 'portfolio'. */
  explore?: string;
  /** Real milliseconds after which a variant ends with the cases that it has tried. Default: no bound. */
  timeBudgetMs?: number;
  /** Only these variants. Default: all. */
  variants?: readonly string[];
  /** Folder for repros, a path from the project's. Default: 'reports/vitest'. */
  out?: string;
  /** Real milliseconds after which vitest gives a test up. Default: 120,000. */
  timeoutMs?: number;
  /** The scenario's module, where the scenario does not know it: a path or a `file:` URL. */
  file?: string | URL;
};

const TEST_TIMEOUT_MS = 120_000;

/** What is said of a kept case although the test may pass. */
const TOLD: ReadonlySet<KeptAnswer> = new Set(['no longer fails', 'diverged', 'inconclusive']);

/**
 * Declares the tests of a scenario: a `describe` with its name, and a test for each of its variants. One fails with what was found:
 * the message, the interleaving, the place in the client, and the command that replays it. Repros that were saved are tried first, unless the
 * configuration has `corpus: false`.
 *
 * @example
 * import { scenarioTest } from 'closecall/vitest';
 * import scenario from './my-client.scenario.ts';
 *
 * scenarioTest(scenario, { cases: 500 });
 *
 * @throws {TypeError} for what is no scenario, and for one whose module is not known.
 */
export function scenarioTest(scenario: Scenario, options: ScenarioTestOptions = {}): void {
  const names = listVariants(scenario);
  const file = findFile(scenario, options);
  const chosen = options.variants ?? names;
  for (const name of chosen)
    if (!names.includes(name))
      throw new TypeError(
        `scenarioTest: ${scenario.name} has no variant "${name}". It has: ${names.join(', ')}.`,
      );
  const caller = findCaller();
  const suite = describe(scenario.name, () => {
    for (const variant of chosen)
      test(variant, { timeout: options.timeoutMs ?? TEST_TIMEOUT_MS }, async ({ signal, annotate }) => {
        refuseFakeTimers();
        const root = findProject(file) ?? process.cwd();
        const { result, exit } = await runVariant({ scenario, variant, file, root, options, signal });
        for (const { file: kept, answer } of result.corpus)
          if (TOLD.has(answer)) {
            const text = `closecall: kept case ${kept}: ${answer}`;
            // vitest shows annotations of tests that pass in some of its reporters only.
            process.stderr.write(`${text}\n`);
            await annotate(text, 'notice');
          }
        failVariant(result, exit, { root, caller });
      });
    // No frame of the user's file is on the stack here, so vitest knows where the suite is and not where its tests are.
    const location = suite.suite?.location;
    if (location !== undefined)
      for (const each of suite.tasks) if (each.type === 'test') each.location ??= location;
  });
}

/** The frame of who called scenarioTest; none where the stack does not tell. */
function findCaller(): string[] {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, scenarioTest);
  const [, frame] = /\n\s+at (.+)/.exec(String(holder.stack)) ?? [];
  return frame === undefined ? [] : [frame];
}

function listVariants(scenario: Scenario): string[] {
  const { name, variants } = (scenario ?? {}) as Partial<Scenario>;
  if (typeof name === 'string' && typeof variants === 'object') return Object.keys(variants);
  throw new TypeError(
    'scenarioTest takes a scenario: import the default export of its module, as in scenarioTest(scenario, { cases: 500 }).',
  );
}

function findFile(scenario: Scenario, { file }: ScenarioTestOptions): string {
  const path = file instanceof URL || file?.startsWith('file:') === true ? fileURLToPath(file) : file;
  const site = path ?? siteOf(scenario);
  if (site !== undefined) return site;
  throw new TypeError(
    `scenarioTest: the module of "${scenario.name}" is not known. Say it: scenarioTest(scenario, { file: new URL('./NAME.scenario.ts', import.meta.url) }).`,
  );
}

/** The cases have clocks of their own; whoever waits for them here needs a real one. */
function refuseFakeTimers(): void {
  if (!vi.isFakeTimers()) return;
  throw new Error(
    'scenarioTest waits for other processes, and fake timers are on. Cases have virtual time anyway: call vi.useRealTimers() before (in a beforeEach, where fake timers are on for all tests).',
  );
}
