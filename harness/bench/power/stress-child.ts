// A measuring process of a stress loop: one place, runs over real sockets, many at once, until each failure that is wanted came as
// often as asked for, or the processor time is spent; at a planted defect, until the loop's oracles told of as many runs. No world here:
// nothing would be real any more.
import { pathToFileURL } from 'node:url';
import type { Scenario } from '../../simulate/scenario.ts';
import { cpuNowMs, printLine } from './attempt.ts';
import type { BaselineOrder } from './baseline-order.ts';
import { huntByStress } from './hunt-by-stress.ts';
import { injectDelays } from './inject-delays.ts';
import {
  LONG_PAUSE_DIVISOR,
  LONG_PAUSE_MS,
  STRESS_ACTION_LATEST_MS,
  STRESS_ACTIONS_MAX,
  STRESS_PIECE_LATEST_MS,
  STRESS_RUN_LIMIT_MS,
  STRESS_TURNS_MAX,
} from './limits.ts';
import { makeRandom } from './random.ts';
import { RunWatch } from './run-watch.ts';
import { shortenPauses } from './shorten-pauses.ts';
import { StressGateway } from './stress-gateway.ts';
import { logUniform, runAtOnce, runStress } from './stress-run.ts';
import { StressTally } from './stress-tally.ts';

const order = JSON.parse(process.argv[2]!) as BaselineOrder;
const { contender, seeds, cap, wanted, variant } = order;
const { default: scenario } = (await import(pathToFileURL(order.file).href)) as { default: Scenario };
// Another stretch of the same measurement draws other runs.
const random = makeRandom(1 + order.done.reduce((sum, attempts) => sum + attempts.length, 0));
shortenPauses(LONG_PAUSE_MS, LONG_PAUSE_DIVISOR);
// Where delays are injected, the server keeps to its script: what is random comes from the injection.
const pauseBefore = (waitMs: number): number =>
  contender === 'injection' ? waitMs : random() < 0.5 ? 0 : logUniform(random, STRESS_PIECE_LATEST_MS);
if (contender === 'injection') injectDelays(makeRandom(seeds));

const bounds = {
  actionsMax: STRESS_ACTIONS_MAX,
  latestMs: STRESS_ACTION_LATEST_MS,
  turnsMax: contender === 'loopback' ? 0 : STRESS_TURNS_MAX,
  limitMs: STRESS_RUN_LIMIT_MS,
  isProbed: order.oracles !== undefined,
};
if (order.oracles !== undefined) {
  await huntByStress({ scenario, order, pauseBefore, random, bounds });
  process.exit(0);
}

const gateway = new StressGateway(pauseBefore);
await gateway.listen();
let onError = (_error: unknown): void => {};
let onRun = (): void => {};
process.on('uncaughtException', (error) => onError(error));
process.on('unhandledRejection', (error) => onError(error));

async function runOnce(): Promise<void> {
  const { origin, close } = gateway.open(scenario.gateway);
  const watch = new RunWatch();
  for (const error of await runStress(scenario, variant, origin, random, bounds, watch)) onError(error);
  close();
  onRun();
}

let warmed = 0;
onRun = () => void warmed++;
await runAtOnce(() => warmed >= order.warmUpRuns, runOnce);
const startCpuMs = cpuNowMs();
const tally = new StressTally({
  codes: wanted.map(({ code }) => code),
  done: order.done,
  attempts: seeds,
  capCpuMs: cap,
  cpuNowMs: () => cpuNowMs() - startCpuMs,
  onAttempt: (at, attempt) => printLine({ contender, startCpuMs, at, attempt }),
});
onRun = () => tally.ran();
onError = (error) => tally.failed(error);
await runAtOnce(() => tally.isOver(), runOnce);
tally.cutOff();
process.exit(0);
