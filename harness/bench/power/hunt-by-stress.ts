// A client, with a planted defect or without → runs of a stress loop, each judged by the loop's oracles.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Agent, buildConnector, setGlobalDispatcher } from 'undici';
import type { Scenario } from '../../simulate/scenario.ts';
import { addAlarms, countAlarms, type Alarm, type AlarmCounts } from './alarms.ts';
import { cpuNowMs, printClean, printLine, type Attempt } from './attempt.ts';
import type { BaselineOrder } from './baseline-order.ts';
import { HeldAlarms } from './held-alarms.ts';
import { judgeRun } from './judge-run.ts';
import { CLOSE_LIMIT_MS, IDLE_KEPT_MS, STRESS_CAP_REAL_MS } from './limits.ts';
import type { Random } from './random.ts';
import { RunWatch } from './run-watch.ts';
import { StressGateway, type PauseBefore, type StressSight } from './stress-gateway.ts';
import { runAtOnce, runStress, type StressBounds } from './stress-run.ts';
import { StressTally } from './stress-tally.ts';

/** What is run, and how it is varied. */
export type StressHunt = {
  scenario: Scenario;
  order: BaselineOrder;
  pauseBefore: PauseBefore;
  random: Random;
  bounds: StressBounds;
};

/** Hunts, or counts the alarms of as many runs as the order names, and prints what it came to. */
export async function huntByStress(hunt: StressHunt): Promise<void> {
  const { order } = hunt;
  const held = new HeldAlarms(order.oracles?.muted ?? []);
  process.on('uncaughtException', () => held.hold('crash'));
  process.on('unhandledRejection', () => held.hold('crash'));
  const gateway = new StressGateway(hunt.pauseBefore, {
    keepAliveMs: IDLE_KEPT_MS,
    isCommon: watchCommonConnections(),
    // What was sent before the end may arrive behind it.
    onLateRequest: (sinceEndMs) => {
      if (sinceEndMs > CLOSE_LIMIT_MS) held.hold('left-open');
    },
  });
  await gateway.listen();
  const runMany: RunMany = (isEnough, onRun) =>
    runAtOnce(isEnough, async () => onRun(held.take(await runOnce(gateway, hunt))));
  if (order.cleanRuns === undefined) await count(order, runMany);
  else await countClean(order, order.cleanRuns, runMany);
}

type RunMany = (isEnough: () => boolean, onRun: (alarms: Alarm[]) => void) => Promise<void>;

async function count({ contender, done, seeds, cap }: BaselineOrder, runMany: RunMany): Promise<void> {
  const [startCpuMs, startMs] = [cpuNowMs(), performance.now()];
  let alarms: AlarmCounts = {};
  const onAttempt = (at: number, attempt: Attempt): void =>
    printLine({ contender, startCpuMs, at, attempt, alarms });
  const spentMs = (): number => cpuNowMs() - startCpuMs;
  const tally = new StressTally({
    codes: ['any'],
    done,
    attempts: seeds,
    capCpuMs: cap,
    cpuNowMs: spentMs,
    onAttempt,
  });
  const isEnough = (): boolean => tally.isOver() || performance.now() - startMs > STRESS_CAP_REAL_MS;
  await runMany(isEnough, (raised) => {
    alarms = countAlarms(raised);
    if (raised.length > 0) tally.hit(0);
    tally.ran();
  });
  alarms = {};
  tally.cutOff();
}

async function countClean({ contender }: BaselineOrder, cleanRuns: number, runMany: RunMany): Promise<void> {
  const startCpuMs = cpuNowMs();
  let alarms: AlarmCounts = {};
  let [begun, runs] = [0, 0];
  await runMany(
    () => begun++ >= cleanRuns,
    (raised) => {
      runs++;
      alarms = addAlarms(alarms, countAlarms(raised));
    },
  );
  printClean(contender, startCpuMs, { runs, alarms });
}

async function runOnce(
  gateway: StressGateway,
  { scenario, order, random, bounds }: StressHunt,
): Promise<Alarm[]> {
  const run = gateway.open(scenario.gateway);
  const watch = new RunWatch();
  await runStress(scenario, order.variant, run.origin, random, bounds, watch);
  const openConnections = await run.untilClosed(CLOSE_LIMIT_MS);
  // What subscribers still have to read, they read within the turn.
  await nextTurn();
  const alarms = judgeRun(watch.facts(run.exchanges, openConnections));
  run.close();
  return alarms;
}

/** The process-wide dispatcher keeps its idle connections for all runs; whoever writes the loop has it tell them by their ports. */
function watchCommonConnections(): NonNullable<StressSight['isCommon']> {
  const ports = new Set<number>();
  const connect = buildConnector({});
  const agent = new Agent({
    connect: (options, callback) =>
      connect(options, (...result) => {
        const port = result[1]?.localPort;
        if (port !== undefined) ports.add(port);
        callback(...result);
      }),
  });
  setGlobalDispatcher(agent);
  return (port) => port !== undefined && ports.has(port);
}
