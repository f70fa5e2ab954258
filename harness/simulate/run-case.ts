// Case → Trace, in macrotasks of its own: between two events the microtask queue has to drain, and real work has to come back.
import './install.ts';
import type { Case } from '../model/case.ts';
import { REAL_WORK_LIMIT_MS } from '../model/limits.ts';
import { composeScenario, type Scenario } from './scenario.ts';
import { realSetImmediate } from './immediates.ts';
import { readRealMs } from './real-time.ts';
import { CaseRun, type RunResult } from './case-run.ts';
import type { RunWatch } from './run-watch.ts';
import type { Awaiting } from './step-loop.ts';
import type { Reality } from './world.ts';

/**
 * How much a run records. `lean`: what happened, without any stack; `frames`: also where errors were thrown; `origins`: also
 * where resources came from and who closed dispatchers. It changes no order: all three have one trace hash.
 */
export type Detail = 'lean' | 'frames' | 'origins';

/**
 * Runs one case, in a macrotask of its own (between two events the microtask queue has to drain), and in as few as real
 * work that the client asks for allows: usually one. One case at a time per process. With `reality` on real sockets,
 * once per process: what the client leaves open stays open. `watch` sees the scenario.
 */
export function runCase(
  scenario: Scenario,
  kase: Case,
  detail: Detail = 'frames',
  reality?: Reality,
  watch?: RunWatch,
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    let run: CaseRun | undefined;
    let rest: Awaiting<RunResult> | undefined;
    let waitingSinceMs: number | undefined;
    const proceed = (): void => {
      const limit = Error.stackTraceLimit;
      // Walking the stack for every error that a cancelled call makes is what a run would spend most of its time on.
      if (detail === 'lean') Error.stackTraceLimit = 0;
      try {
        run ??= makeRun(scenario, kase, detail, reality, watch);
        rest ??= run.perform();
        const step = run.stepCount;
        const { done, value } = rest.next();
        if (done === true) {
          resolve(value);
          return;
        }
        if (reality !== undefined) {
          reality.wait(proceed);
          return;
        }
        if (run.stepCount > step) waitingSinceMs = undefined;
        waitingSinceMs ??= readRealMs();
        if (readRealMs() - waitingSinceMs > REAL_WORK_LIMIT_MS) run.giveUp();
        realSetImmediate(proceed);
      } catch (error) {
        reject(error);
      } finally {
        Error.stackTraceLimit = limit;
      }
    };
    realSetImmediate(proceed);
  });
}

function makeRun(
  whole: Scenario,
  kase: Case,
  detail: Detail,
  reality: Reality | undefined,
  watch: RunWatch | undefined,
): CaseRun {
  const scenario = composeScenario(whole, kase);
  const variant = scenario.variants[kase.variant];
  if (variant === undefined) throw new Error(`scenario ${scenario.name} has no variant ${kase.variant}`);
  return new CaseRun(scenario, kase, variant.params, detail === 'origins', reality, watch);
}
