// What a shrink may cost: runs, and the steps that they take together.
import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import type { Finding } from '../model/finding.ts';
import { PROGRAM_SHRINK_STEP_LIMIT, SHRINK_STEP_LIMIT } from '../model/limits.ts';
import type { Trace } from '../model/trace.ts';
import type { Evaluation } from './evaluate-case.ts';
import { shrinkFinding } from './shrink-finding.ts';

const finding: Finding = {
  oracle: 'hang',
  code: 'pending',
  evidence: 'native',
  message: 'reader is still waiting',
  step: 0,
  subject: 'reader',
  places: [],
};

/** A case of which everything is needed, so that as much is tried as may be. */
const given = (kase: Partial<Case>): Case => ({
  v: 1,
  scenario: 's',
  variant: 'v',
  entropy: 9,
  faults: [1, 2, 3, 4, 5, 6].map((nth) => ({ kind: 'delay', on: `a#${nth}`, at: 'before-head', ms: 30_000 })),
  actions: [],
  schedule: [],
  ...kase,
});

/** Steps that all candidates took, when one takes so many. */
async function stepsOf(kase: Case, steps: number): Promise<number> {
  let all = 0;
  const run = (candidate: Case): Promise<Evaluation> => {
    all += steps;
    const fails = JSON.stringify(candidate) === JSON.stringify(kase);
    return Promise.resolve({
      trace: { case: candidate, steps } as Trace,
      verdict: fails ? { kind: 'fail', findings: [finding] } : { kind: 'pass' },
      isClean: true,
      hasThrown: false,
    });
  };
  await shrinkFinding({ case: kase, steps } as Trace, 0, finding, run);
  // The last run is that of the smallest case.
  return all - steps;
}

test.each([
  ['a case', {}, SHRINK_STEP_LIMIT],
  ['a case of a program', { program: { calls: {} } }, PROGRAM_SHRINK_STEP_LIMIT],
])(
  'the candidates of %s take no more steps than the one that goes beyond their limit',
  async (_, kase, limit) => {
    expect(await stepsOf(given(kase), limit / 4)).toBe(limit);
    expect(await stepsOf(given(kase), 1)).toBeGreaterThan(4);
  },
);
