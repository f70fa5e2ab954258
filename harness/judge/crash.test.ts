// What counts as a crash, and what another oracle tells of it.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { listFindings } from './tests/list-findings.ts';
import { errorRecord, run } from './tests/trace-builder.ts';

describe('the crash oracle', () => {
  test('flags an error that reached the process, by its code', () => {
    expect(listFindings(run().uncaught(errorRecord('ECONNRESET')))).toEqual(['crash ECONNRESET exception']);
    expect(listFindings(run().uncaught(errorRecord('ECONNRESET'), 'rejection'))).toEqual([
      'crash ECONNRESET rejection',
    ]);
  });

  test('names an error without a code by its class, and says where it was thrown', () => {
    const error = errorRecord('', 'x is not a function', { name: 'TypeError', frames: ['f (src/a.ts:1:1)'] });
    expect(judge(run().uncaught(error).build())).toMatchObject({
      findings: [
        {
          code: 'TypeError',
          message: 'uncaught exception: TypeError: x is not a function',
          places: [{ label: 'thrown', frames: ['f (src/a.ts:1:1)'] }],
        },
      ],
    });
  });

  test('is silent about the same error in a call that its caller awaits', () => {
    const trace = run()
      .call('a')
      .fault('reset')
      .request('a')
      .cut('reset')
      .fails('a', errorRecord('ECONNRESET'));
    expect(listFindings(trace)).toEqual([]);
  });

  test("leaves the model's own errors to use-after-close, wherever in the causes they are", () => {
    const error = errorRecord('', 'wrapped', { cause: errorRecord('ERR_RELEASED_STATE') });
    expect(listFindings(run().uncaught(error))).toEqual(['use-after-close ERR_RELEASED_STATE process']);
  });
});
