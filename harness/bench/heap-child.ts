// One measured process: generated cases, and the heap after a collection at two points far apart. Prints one line of JSON.
import '../simulate/install.ts';
import { prepareCases } from '../campaign/explore.ts';
import { evaluateCase } from '../campaign/evaluate-case.ts';
import { realSetImmediate } from '../simulate/immediates.ts';
import type { Case } from '../model/case.ts';
import scenario from '../../scenarios/btw/left-midway/scenario.ts';

const [from, to] = process.argv.slice(2).map(Number) as [number, number];
const collect = (globalThis as unknown as { gc: () => void }).gc;

function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

realSetImmediate(() => {
  const caseAt: (index: number) => Case = prepareCases(scenario, 'per-call', 1);
  let atStart = 0;
  const next = (index: number): void => {
    if (index === from) atStart = heapBytes();
    if (index === to) {
      process.stdout.write(`${JSON.stringify({ heapGrowthMb: (heapBytes() - atStart) / 1e6 })}\n`);
      process.exit(0);
    }
    evaluateCase(scenario, caseAt(index));
    realSetImmediate(() => next(index + 1));
  };
  next(0);
});
