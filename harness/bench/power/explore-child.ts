// A measuring process of the explorer's: one place, every strategy asked for, seed by seed in turn, so that a machine whose speed
// drifts slows all alike. Prints a line of JSON per strategy and seed. Its order comes as JSON in its first argument.
import '../../simulate/install.ts';
import { pathToFileURL } from 'node:url';
import { evaluateCase, findingsOf } from '../../campaign/evaluate-case.ts';
import { prepareCases } from '../../campaign/prepare-cases.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import { cpuNowMs, printLine, type Attempt } from './attempt.ts';
import {
  isHopeful,
  UNFIT_EXIT_CODE,
  type ExploreOrder,
  type GoOnLine,
  type HalfAttempt,
  type StrategyOrder,
} from './explore-order.ts';

const order = JSON.parse(process.argv[2]!) as ExploreOrder;
const { default: scenario } = (await import(pathToFileURL(order.file).href)) as { default: Scenario };

let { goOn } = order;

/** Runs cases until all that is wanted, and still hoped for, was found; undefined for what is not looked for any more. */
async function attempt(
  { name, tallies }: StrategyOrder,
  seed: number,
): Promise<{ attempts: (Attempt | undefined)[]; isFit: boolean }> {
  const { caseAt } = await prepareCases(scenario, order.variant, { seed, explore: name });
  const begun: HalfAttempt = goOn ?? { runs: 0, cpuMs: 0, found: order.wanted.map(() => null) };
  goOn = undefined;
  const { found } = begun;
  const isSought = tallies.map((tally) => isHopeful(tally, order.hopelessSeeds));
  const isOver = (): boolean => found.every((one, at) => one !== null || !isSought[at]);
  const before = cpuNowMs() - begun.cpuMs;
  let { runs } = begun;
  let isFit = true;
  while (runs < order.cap && !isOver() && isFit) {
    const { verdict, isClean } = await evaluateCase(scenario, (await caseAt(runs++)).kase);
    isFit = isClean;
    const findings = findingsOf(verdict);
    for (const [at, { oracle, code }] of order.wanted.entries())
      if (findings.some((finding) => finding.oracle === oracle && finding.code === code))
        found[at] ??= { runs, cpuMs: cpuNowMs() - before, isFound: true };
  }
  const cpuMs = cpuNowMs() - before;
  if (runs < order.cap && !isOver()) stop({ runs, cpuMs, found });
  const spent = { runs, cpuMs, isFound: false };
  return { attempts: found.map((one, at) => (isSought[at] ? (one ?? spent) : undefined)), isFit };
}

/** The process has had a case after which nothing in it counts: another must go on. */
function stop(half?: HalfAttempt): never {
  if (half !== undefined) process.stdout.write(`${JSON.stringify({ goOn: half } satisfies GoOnLine)}\n`);
  process.exit(UNFIT_EXIT_CODE);
}

// Cases of a seed that nobody is measured with.
const warmUp = await prepareCases(scenario, order.variant, { seed: 0, explore: 'portfolio' });
for (let i = 0; i < order.warmUpRuns; i++) await evaluateCase(scenario, (await warmUp.caseAt(i)).kase);
const startCpuMs = cpuNowMs();
const rounds = Math.max(...order.strategies.map(({ seeds }) => seeds.length));
for (let round = 0; round < rounds; round++)
  for (const strategy of order.strategies) {
    const seed = strategy.seeds[round];
    if (seed === undefined) continue;
    let isNatural = true;
    const { attempts, isFit } = await attempt(strategy, seed);
    for (const [at, one] of attempts.entries()) {
      if (one === undefined) continue;
      strategy.tallies[at]![one.isFound ? 'found' : 'missed']++;
      printLine({ contender: strategy.name, startCpuMs, at, attempt: one });
      isNatural &&= one.isFound && one.runs === 1;
    }
    const isOver = !strategy.tallies.some((tally) => isHopeful(tally, order.hopelessSeeds));
    // What the natural run shows needs no strategy, and no second seed.
    if (isNatural || isOver) strategy.seeds = [];
    if (!isFit) stop();
  }
process.exit(0);
