// Places and contenders → measurements: a process per place and kind of contender, one at a time, and every attempt on disk as
// soon as it is over. What the file has already is not measured again.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BASELINES, BENCHED, type BaselineName, type ContenderName, type Line } from './attempt.ts';
import type { BaselineOrder } from './baseline-order.ts';
import {
  isHopeful,
  UNFIT_EXIT_CODE,
  type ExploreOrder,
  type GoOnLine,
  type HalfAttempt,
  type StrategyOrder,
} from './explore-order.ts';
import { CLEAN_RUNS, HOPELESS_SEEDS, WARM_UP_RUNS } from './limits.ts';
import { alikeTo, capOf, isScheduler, listMuted } from './muted-oracles.ts';
import type { ResultsFile } from './results-file.ts';
import type { TargetPlace } from './targets.ts';

/** How much is measured. `cap` bounds the cases of a strategy. */
export type PowerOptions = {
  seeds: number;
  cap: number;
  contenders: readonly ContenderName[];
  onProgress: (line: string) => void;
};

const CHILDREN = {
  explorer: './explore-child.ts',
  loopback: './stress-child.ts',
  'loopback-turns': './stress-child.ts',
  injection: './stress-child.ts',
  scheduler: './scheduler-child.ts',
  'scheduler-store': './scheduler-child.ts',
} as const;

/** Measures what is not in `results` yet. */
export async function measurePower(
  places: readonly TargetPlace[],
  results: ResultsFile,
  options: PowerOptions,
): Promise<void> {
  for (const [nth, place] of places.entries()) {
    options.onProgress(`${nth + 1} of ${places.length}: ${place.targets.join(', ')}`);
    await measureExplorer(place, results, options);
    for (const name of BASELINES)
      if (options.contenders.includes(name)) await measureBaseline(name, place, results, options);
  }
}

/** A process that a case has left unfit is replaced; the order in which attempts are made stays as it is. */
async function measureExplorer(
  place: TargetPlace,
  results: ResultsFile,
  options: PowerOptions,
): Promise<void> {
  const { cap } = options;
  let goOn: HalfAttempt | undefined;
  for (;;) {
    const strategies = listMissing(place, results, options);
    if (strategies.length === 0) return;
    const { scenario, variant, wanted } = place;
    // Of planted defects only cases are told, and a broken client may leave something behind in a warm-up.
    const warmUpRuns = place.planted !== undefined ? 0 : WARM_UP_RUNS;
    const limits = { cap, warmUpRuns, hopelessSeeds: HOPELESS_SEEDS };
    const order: ExploreOrder = {
      file: place.find(),
      scenario,
      variant,
      wanted,
      strategies,
      ...limits,
      goOn,
    };
    goOn = undefined;
    await runChild('explorer', order, (line) => {
      if ('goOn' in line) goOn = line.goOn;
      else keep(results, place, cap, line);
    });
  }
}

/** The attempts that are to be made yet, those first that have the fewest. */
function listMissing(
  place: TargetPlace,
  results: ResultsFile,
  { seeds, cap, contenders }: PowerOptions,
): StrategyOrder[] {
  const chosen = BENCHED.filter((name) => contenders.includes(name));
  const strategies = chosen.map((name) => {
    const done = place.targets.map((target) => results.attemptsOf(target, name, cap));
    // A target that was given up has fewer attempts than one beside it.
    const count = Math.max(...done.map((attempts) => attempts.length));
    // A sweep draws nothing, so that a second seed would be the same run; nor does one change what the natural run shows.
    const wanted = name === 'sweep' || done.every(([first]) => first?.runs === 1) ? 1 : seeds;
    const missing = Array.from({ length: Math.max(0, wanted - count) }, (_, i) => count + i + 1);
    const tallies = done.map((attempts) => {
      const found = attempts.filter(({ isFound }) => isFound).length;
      return { found, missed: attempts.length - found };
    });
    return { name, seeds: missing, tallies };
  });
  return strategies
    .filter(
      ({ seeds: missing, tallies }) =>
        missing.length > 0 && tallies.some((tally) => isHopeful(tally, HOPELESS_SEEDS)),
    )
    .toSorted((left, right) => left.seeds[0]! - right.seeds[0]!);
}

async function measureBaseline(
  name: BaselineName,
  place: TargetPlace,
  results: ResultsFile,
  options: PowerOptions,
): Promise<void> {
  const { seeds } = options;
  const cap = capOf(name);
  const done = place.targets.map((target) => results.attemptsOf(target, name, cap));
  if (done.every((attempts) => isOver(name, attempts, seeds))) return;
  if (place.planted?.isBelowDispatcher === true && isScheduler(name)) {
    const [target] = place.targets;
    results.addUnfit({ target: target!, contender: name, cap, startCpuMs: 0 });
    return;
  }
  const oracles = await chooseOracles(name, place, results);
  const { scenario, variant, wanted } = place;
  // A broken client may leave something behind in a warm-up.
  const warmUpRuns = oracles === undefined ? WARM_UP_RUNS : 0;
  const about = { file: place.find(), scenario, variant, wanted, contender: name, seeds, cap };
  await runChild(name, { ...about, warmUpRuns, done, oracles }, (line) => {
    if (!('goOn' in line)) keep(results, place, cap, line);
  });
}

/** The oracles of a baseline at a planted defect, once it is known what they say of the client without it, in all that are alike. */
async function chooseOracles(
  name: BaselineName,
  place: TargetPlace,
  results: ResultsFile,
): Promise<BaselineOrder['oracles']> {
  if (place.planted === undefined) return undefined;
  const { clean } = place.planted;
  for (const other of alikeTo(name))
    if (!results.has(clean.target, other, CLEAN_RUNS)) await measureClean(other, clean, place, results);
  return { muted: listMuted(name, clean.target, results) };
}

/** What the oracles of a baseline say of the client without the defect. */
async function measureClean(
  contender: BaselineName,
  { target, file }: NonNullable<TargetPlace['planted']>['clean'],
  { scenario, variant, wanted }: TargetPlace,
  results: ResultsFile,
): Promise<void> {
  const cap = CLEAN_RUNS;
  const about = { file, scenario, variant, wanted, contender, seeds: 1, cap, done: [], warmUpRuns: 0 };
  const order = { ...about, oracles: { muted: [] }, cleanRuns: CLEAN_RUNS };
  await runChild(contender, order, (line) => {
    if ('goOn' in line) return;
    results.add({ target, contender, cap, startCpuMs: line.startCpuMs }, line.attempt, line.alarms);
  });
}

/** A stress loop is over once it was cut off; seeds of a scheduler once there are enough, or none of the first had success. */
function isOver(name: BaselineName, attempts: BaselineOrder['done'][number], seeds: number): boolean {
  if (attempts.length >= seeds) return true;
  if (!isScheduler(name)) return attempts.some(({ isFound }) => !isFound);
  return attempts.length >= HOPELESS_SEEDS && !attempts.some(({ isFound }) => isFound);
}

function keep(results: ResultsFile, place: TargetPlace, cap: number, line: Line): void {
  const { contender, startCpuMs, at, attempt, alarms } = line;
  results.add({ target: place.targets[at]!, contender, cap, startCpuMs }, attempt, alarms);
}

function runChild(
  kind: keyof typeof CHILDREN,
  order: ExploreOrder | BaselineOrder,
  onLine: (line: Line | GoOnLine) => void,
): Promise<void> {
  const file = fileURLToPath(new URL(CHILDREN[kind], import.meta.url));
  const args = ['--no-deprecation', '--disable-warning=ExperimentalWarning', file, JSON.stringify(order)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (text) => onLine(JSON.parse(text) as Line | GoOnLine));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 || code === UNFIT_EXIT_CODE) resolve();
      else
        reject(
          new Error(
            `the ${kind} process of ${order.scenario}/${order.variant} ended with ${code}, expected 0`,
          ),
        );
    });
  });
}
