// Times of rounds and growth of the heap → the figures of `npm run bench`, as JSON and as a table. Ratios are taken within
// a round, whose processes ran one after the other, so that a machine whose speed drifts does not get into them.
import { WORKLOAD_NAMES, type WorkloadName } from './exchange.ts';

/** CPU microseconds per case of each workload, in one round. */
export type Times = Record<WorkloadName, number>;

/** What was measured: rounds, none when speed was not asked for, and megabytes, undefined when the heap was not. */
export type Measured = { rounds: readonly Times[]; heapGrowthMb: number | undefined };

type Spread = { median: number; min: number; max: number };

const METHOD = `CPU time of the process that does the work (user and system), per case: the natural run of btw/renders/per-call, two
calls. Fresh processes in turn, each warmed up; ratios within a round. Median of all rounds, then least and most.
`;

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

/** The ratios as one line of JSON; null for what was not measured. */
export function renderJson({ rounds, heapGrowthMb }: Measured): string {
  const ratios = rounds.length === 0 ? undefined : ratiosOf(rounds);
  return `${JSON.stringify({
    simVsLoopback: ratios?.simVsLoopback.median ?? null,
    simTimeVsFloor: ratios?.simTimeVsFloor.median ?? null,
    heapGrowthMb: heapGrowthMb ?? null,
  })}\n`;
}

/** The figures for people. */
export function renderTable({ rounds, heapGrowthMb }: Measured): string {
  const lines: string[] = [];
  const add = (name: string, { median, min, max }: Spread, decimals: number): void => {
    const [middle, least, most] = [median, min, max].map((value) => value.toFixed(decimals).padStart(8));
    lines.push(`${name.padEnd(44)}${middle}${least}${most}\n`);
  };
  if (rounds.length > 0) {
    const { simVsLoopback, simTimeVsFloor } = ratiosOf(rounds);
    lines.push(
      METHOD,
      '\n',
      `${''.padEnd(44)}${['median', 'least', 'most'].map((title) => title.padStart(8)).join('')}\n`,
    );
    for (const name of WORKLOAD_NAMES)
      add(`${name}, microseconds`, spreadOf(rounds.map((times) => times[name])), 0);
    add('simVsLoopback, the more the better', simVsLoopback, 2);
    add('simTimeVsFloor, the less the better', simTimeVsFloor, 2);
  }
  if (heapGrowthMb !== undefined)
    lines.push(
      `${'heapGrowthMb, from 5,000 to 50,000 cases'.padEnd(44)}${heapGrowthMb.toFixed(2).padStart(8)}\n`,
    );
  return lines.join('');
}
