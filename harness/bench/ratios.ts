// Times of rounds and growth of the heap → the figures of `npm run bench`, as JSON and as a table. Ratios are taken within
// a round, whose processes ran one after the other, so that a machine whose speed drifts does not get into them.
import { HEAP_FROM_CASE } from './bench-options.ts';
import { WORKLOAD_NAMES, type WorkloadName } from './exchange.ts';
import type { WorkerRates } from './measure-workers.ts';

/** CPU microseconds per case of each workload, in one round. */
export type Times = Record<WorkloadName, number>;

/** What was measured: rounds, none when speed was not asked for, and the heap and the workers, undefined when those were not. */
export type Measured = {
  rounds: readonly Times[];
  heapGrowthMb: number | undefined;
  heapToCase: number;
  workers?: readonly WorkerRates[] | undefined;
};

type Spread = { median: number; min: number; max: number };

const METHOD = `CPU time of the process that does the work (user and system), per case: the natural run of btw/renders/per-call, two
calls. Fresh processes in turn, each warmed up; ratios within a round. Median of all rounds, then least and most.
`;

const HEAD = `${''.padEnd(44)}${['median', 'least', 'most'].map((title) => title.padStart(8)).join('')}\n`;

const grouped = (count: number): string => count.toLocaleString('en-US');

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  return { median: sorted[sorted.length >> 1]!, min: sorted[0]!, max: sorted.at(-1)! };
}

function ratiosOf(rounds: readonly Times[]): { simVsLoopback: Spread; simTimeVsFloor: Spread } {
  return {
    simVsLoopback: spreadOf(rounds.map(({ loopback, simulated }) => loopback / simulated)),
    simTimeVsFloor: spreadOf(rounds.map(({ simulated, floor }) => simulated / floor)),
  };
}

/** The ratios as one line of JSON; null for what was not measured. That of the workers only where they were. */
export function renderJson({ rounds, heapGrowthMb, workers = [] }: Measured): string {
  const ratios = rounds.length === 0 ? undefined : ratiosOf(rounds);
  const ofWorkers = workers.map(({ together, apart }) => together / apart);
  return `${JSON.stringify({
    simVsLoopback: ratios?.simVsLoopback.median ?? null,
    simTimeVsFloor: ratios?.simTimeVsFloor.median ?? null,
    heapGrowthMb: heapGrowthMb ?? null,
    ...(ofWorkers.length === 0 ? {} : { workersVsProcesses: spreadOf(ofWorkers).median }),
  })}\n`;
}

/** The figures for people. */
export function renderTable({ rounds, heapGrowthMb, heapToCase, workers = [] }: Measured): string {
  const lines: string[] = [];
  const add = (name: string, { median, min, max }: Spread, decimals: number): void => {
    const [middle, least, most] = [median, min, max].map((value) => value.toFixed(decimals).padStart(8));
    lines.push(`${name.padEnd(44)}${middle}${least}${most}\n`);
  };
  if (rounds.length > 0) {
    const { simVsLoopback, simTimeVsFloor } = ratiosOf(rounds);
    lines.push(METHOD, '\n', HEAD);
    for (const name of WORKLOAD_NAMES)
      add(`${name}, microseconds`, spreadOf(rounds.map((times) => times[name])), 0);
    add('simVsLoopback, the more the better', simVsLoopback, 2);
    add('simTimeVsFloor, the less the better', simTimeVsFloor, 2);
  }
  if (heapGrowthMb !== undefined)
    lines.push(
      `${`heapGrowthMb, from ${grouped(HEAP_FROM_CASE)} to ${grouped(heapToCase)} cases`.padEnd(44)}${heapGrowthMb.toFixed(2).padStart(8)}\n`,
    );
  if (workers.length > 0) {
    const rates = (way: keyof WorkerRates): Spread => spreadOf(workers.map((round) => round[way]));
    lines.push(
      lines.length > 0 ? '\n' : '',
      'Cases per second of real time, four cells of 2,000 cases: one campaign of two workers, or two of one worker at once.\n\n',
      HEAD,
    );
    add('two workers, cases per second', rates('together'), 0);
    add('two campaigns, cases per second', rates('apart'), 0);
    const ratio = spreadOf(workers.map(({ together, apart }) => together / apart));
    add('workersVsProcesses, the more the better', ratio, 2);
  }
  return lines.join('');
}
