// A finding of a campaign → what it is to the reader, and how much it matters to the run.
import type { FindingGroup } from './campaign-result.ts';

/** `new` fails the run. */
export function stateOf({
  isExpected,
  knownSince,
}: Pick<FindingGroup, 'isExpected' | 'knownSince'>): 'new' | 'known' | 'expected' {
  if (isExpected) return 'expected';
  return knownSince === undefined ? 'new' : 'known';
}

const WEIGHTS = { new: 0, known: 1, expected: 2 } as const;

/** What fails the run weighs least, and comes first. */
export function weightOf(finding: Parameters<typeof stateOf>[0]): number {
  return WEIGHTS[stateOf(finding)];
}
