// One run → the numbers of a variant: how it ended, which faults struck, and where in a call's life its cancellations landed.
import { listCancelPhases } from '../judge/cancel-phase.ts';
import type { Evaluation } from './evaluate-case.ts';
import type { Tally } from './worker-protocol.ts';

/** Counts it. */
export function addToTally(tally: Tally, { trace, verdict }: Evaluation): void {
  tally.cases++;
  if (verdict.kind === 'fail') tally.failed++;
  if (verdict.kind === 'limit') tally.limited++;
  if (verdict.kind === 'inconclusive') tally.inconclusive++;
  const kinds = new Set<string>();
  for (const event of trace.events) if (event.kind === 'fault') kinds.add(event.fault);
  for (const kind of kinds) tally.faults[kind] = (tally.faults[kind] ?? 0) + 1;
  for (const phase of listCancelPhases(trace)) tally.cancellations[phase]++;
}
