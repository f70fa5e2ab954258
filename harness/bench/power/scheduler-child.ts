// A measuring process of fast-check's own scheduler: one place, a property per seed, each checked until its first failure.
import { pathToFileURL } from 'node:url';
import type { Scenario } from '../../simulate/scenario.ts';
import { cpuNowMs, printLine } from './attempt.ts';
import type { BaselineOrder } from './baseline-order.ts';
import { HOPELESS_SEEDS, SCHEDULER_IDLE_STEPS_MAX, STRESS_ACTIONS_MAX } from './limits.ts';
import { checkScheduled } from './check-scheduled.ts';

const order = JSON.parse(process.argv[2]!) as BaselineOrder;
const { contender, seeds, cap, variant } = order;
const { default: scenario } = (await import(pathToFileURL(order.file).href)) as { default: Scenario };
// What is thrown into nowhere would end the process; the property looks at what it was told.
process.on('unhandledRejection', () => {});

const isSlowStore = contender === 'scheduler-store';
const bounds = { actionsMax: STRESS_ACTIONS_MAX, idleStepsMax: SCHEDULER_IDLE_STEPS_MAX, isSlowStore };
await checkScheduled(scenario, variant, undefined, { ...bounds, seed: 0, numRuns: order.warmUpRuns });
const startCpuMs = cpuNowMs();
for (const [at, { code }] of order.wanted.entries()) {
  const done = order.done[at] ?? [];
  let misses = done.filter(({ isFound }) => !isFound).length;
  let hits = done.length - misses;
  for (let seed = done.length + 1; seed <= seeds && (hits > 0 || misses < HOPELESS_SEEDS); seed++) {
    const before = cpuNowMs();
    const { runs, isFound } = await checkScheduled(scenario, variant, code, {
      ...bounds,
      seed,
      numRuns: cap,
    });
    if (isFound) hits++;
    else misses++;
    printLine({ contender, startCpuMs, at, attempt: { runs, cpuMs: cpuNowMs() - before, isFound } });
  }
}
process.exit(0);
