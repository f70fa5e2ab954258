// What is judged of a run that ended well, at a limit, or with an error that reached the process.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { listFindings } from './tests/list-findings.ts';
import { errorRecord, run, type TraceBuilder } from './tests/trace-builder.ts';

/** A run that breaks a promise of every oracle but crash. */
const allWrong = (): TraceBuilder =>
  run()
    .call('used')
    .fails('used', errorRecord('UND_ERR_DESTROYED'))
    .call('hung')
    .neverSettles('hung')
    .call('late')
    .cancels('late')
    .at(5_000)
    .fails('late', errorRecord('ABORT_ERR'))
    .call('damaged')
    .serves('damaged')
    .fails('damaged', errorRecord('UND_ERR_SOCKET'))
    .call('wrong')
    .serves('wrong', 'x')
    .delivers('wrong', 'y')
    .leavesOpen('timer', 'timer of 5 ms');

describe('a verdict', () => {
  test('has the findings in a fixed order, the nearest to the cause first, and invariants last', () => {
    const verdict = judge(allWrong().build(), { nope: () => undefined, order: () => 'out of order' });
    expect(
      verdict.kind === 'fail' && verdict.findings.map(({ oracle, code }) => `${oracle} ${code}`),
    ).toEqual([
      'use-after-close UND_ERR_DESTROYED',
      'hang pending',
      'leaked-handle timer',
      'prompt-cancel settled-late',
      'collateral UND_ERR_SOCKET',
      'corruption not-what-was-sent',
      'invariant order',
    ]);
  });

  test('has the message of an invariant that was broken, and gives it the trace', () => {
    const trace = run().at(7).build();
    const verdict = judge(trace, { steps: (seen) => `${seen.steps} step at ${seen.virtualMs} ms` });
    expect(verdict).toEqual({
      kind: 'fail',
      findings: [
        {
          oracle: 'invariant',
          code: 'steps',
          evidence: 'native',
          message: '1 step at 7 ms',
          step: 1,
          subject: 'steps',
          places: [],
        },
      ],
    });
  });

  test.each(['step-limit', 'time-limit'] as const)('is neither pass nor fail at the %s', (end) => {
    expect(judge(allWrong().endsAt(end).build(), { never: () => 'broken' })).toEqual({
      kind: 'limit',
      which: end,
    });
  });

  test('is about the error alone once one has reached the process', () => {
    expect(listFindings(allWrong().uncaught(errorRecord('EBOOM')))).toEqual(['crash EBOOM exception']);
    const trace = allWrong().uncaught(errorRecord('ERR_RELEASED_STATE')).build();
    const verdict = judge(trace, { never: () => 'broken' });
    expect(
      verdict.kind === 'fail' && verdict.findings.map(({ oracle, subject }) => [oracle, subject]),
    ).toEqual([['use-after-close', 'process']]);
  });
});
