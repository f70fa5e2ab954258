// A trace under construction → what all oracles together say of it, one line per finding.
import { judge } from '../judge.ts';
import type { TraceBuilder } from './trace-builder.ts';

/** `oracle code subject` of every finding; the verdict's kind alone when it is neither pass nor fail. */
export function listFindings(builder: TraceBuilder): string[] {
  const verdict = judge(builder.build());
  if (verdict.kind === 'pass') return [];
  if (verdict.kind !== 'fail') return [verdict.kind];
  return verdict.findings.map(({ oracle, code, subject }) => `${oracle} ${code} ${subject}`);
}
