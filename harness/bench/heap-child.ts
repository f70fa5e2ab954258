// One measured process: generated cases, and the heap after a collection at two points far apart. Prints one line of JSON.
import '../simulate/install.ts';
import { prepareCases } from '../campaign/prepare-cases.ts';
import { evaluateCase } from '../campaign/evaluate-case.ts';
import scenario from '../../scenarios/btw/left-midway/scenario.ts';

const [from, to] = process.argv.slice(2).map(Number) as [number, number];
const collect = (globalThis as unknown as { gc: () => void }).gc;

function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

const { caseAt } = await prepareCases(scenario, 'per-call', { seed: 1, explore: 'portfolio' });
let atStart = 0;
for (let index = 0; index < to; index++) {
  if (index === from) atStart = heapBytes();
  await evaluateCase(scenario, (await caseAt(index)).kase);
}
process.stdout.write(`${JSON.stringify({ heapGrowthMb: (heapBytes() - atStart) / 1e6 })}\n`);
process.exit(0);
