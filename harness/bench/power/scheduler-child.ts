// A measuring process of fast-check's own scheduler: one place, a property per seed, each checked until its first failure.
import { pathToFileURL } from 'node:url';
import { Agent, setGlobalDispatcher, type buildConnector } from 'undici';
import type { Scenario } from '../../simulate/scenario.ts';
import { addAlarms, countAlarms, type Alarm, type AlarmCounts } from './alarms.ts';
import { cpuNowMs, printClean, printLine } from './attempt.ts';
import type { BaselineOrder } from './baseline-order.ts';
import { HeldAlarms } from './held-alarms.ts';
import { HOPELESS_SEEDS, SCHEDULER_IDLE_STEPS_MAX, STRESS_ACTIONS_MAX } from './limits.ts';
import { checkScheduled, meets } from './check-scheduled.ts';
import { judgeRun } from './judge-run.ts';
import { loadClient, rootOf } from './scheduled-client.ts';
import type { ScheduledOutcome } from './scheduled-run.ts';

const order = JSON.parse(process.argv[2]!) as BaselineOrder;
const { contender, seeds, cap, variant } = order;
const { default: scenario } = (await import(pathToFileURL(order.file).href)) as { default: Scenario };
// A client that goes past the dispatcher that it was given finds nothing behind it.
if (order.oracles !== undefined) setGlobalDispatcher(new Agent({ connect: refuse }));
// What is thrown into nowhere would end the process; the property looks at what it was told.
process.on('unhandledRejection', () => {});

const bounds = {
  client: await loadClient(rootOf(order.file)),
  actionsMax: STRESS_ACTIONS_MAX,
  idleStepsMax: SCHEDULER_IDLE_STEPS_MAX,
  isSlowStore: contender === 'scheduler-store',
  isWatched: order.oracles !== undefined,
};

const held = new HeldAlarms(order.oracles?.muted ?? []);
let raised: Alarm[] = [];

function raises({ hasCrashed, facts }: ScheduledOutcome): boolean {
  if (hasCrashed) held.hold('crash');
  raised = held.take(judgeRun(facts));
  return raised.length > 0;
}

function refuse(_options: buildConnector.Options, callback: buildConnector.Callback): void {
  callback(new Error('there is no network in this test'), null);
}

/** What the oracles say of so many runs of a client without a defect. */
async function countClean(numRuns: number): Promise<void> {
  const startCpuMs = cpuNowMs();
  let alarms: AlarmCounts = {};
  const count = (outcome: ScheduledOutcome): boolean => {
    raises(outcome);
    alarms = addAlarms(alarms, countAlarms(raised));
    return false;
  };
  const { runs } = await checkScheduled(scenario, variant, count, { ...bounds, seed: 0, numRuns });
  printClean(contender, startCpuMs, { runs, alarms });
}

if (order.cleanRuns !== undefined) {
  await countClean(order.cleanRuns);
  process.exit(0);
}
if (order.warmUpRuns > 0)
  await checkScheduled(scenario, variant, () => false, { ...bounds, seed: 0, numRuns: order.warmUpRuns });
const startCpuMs = cpuNowMs();
for (const [at, { code }] of order.wanted.entries()) {
  const done = order.done[at] ?? [];
  const isFailure = order.oracles === undefined ? meets(code) : raises;
  let misses = done.filter(({ isFound }) => !isFound).length;
  let hits = done.length - misses;
  for (let seed = done.length + 1; seed <= seeds && (hits > 0 || misses < HOPELESS_SEEDS); seed++) {
    const before = cpuNowMs();
    const { runs, isFound } = await checkScheduled(scenario, variant, isFailure, {
      ...bounds,
      seed,
      numRuns: cap,
    });
    if (isFound) hits++;
    else misses++;
    const attempt = { runs, cpuMs: cpuNowMs() - before, isFound };
    const alarms = isFound ? countAlarms(raised) : {};
    printLine({ contender, startCpuMs, at, attempt, ...(order.oracles === undefined ? {} : { alarms }) });
  }
}
process.exit(0);
