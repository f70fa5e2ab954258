// Uses after the end: the model's evidence, the runtime's own, and what excuses them.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { listFindings } from './tests/list-findings.ts';
import { errorRecord, run } from './tests/trace-builder.ts';

const DESTROYED = errorRecord('UND_ERR_DESTROYED', 'The client is destroyed');
const RELEASED = errorRecord('ERR_RELEASED_STATE', 'released', {
  places: [
    { label: 'released', frames: ['release (src/a.ts:1:1)'] },
    { label: 'touched', frames: ['touch (src/a.ts:2:1)'] },
  ],
});

describe("the model's evidence", () => {
  test('counts when it reaches the process', () => {
    const verdict = judge(run().uncaught(RELEASED).build());
    expect(verdict).toMatchObject({
      findings: [
        { oracle: 'use-after-close', evidence: 'model', subject: 'process', places: RELEASED.places },
      ],
    });
  });

  test.each([
    ['the error itself', RELEASED],
    ['a cause of it', errorRecord('', 'fetch failed', { name: 'TypeError', cause: RELEASED })],
    [
      'a cause of its cause',
      errorRecord('A', 'a', {
        cause: errorRecord('B', 'b', { cause: errorRecord('ERR_SESSION_INVALIDATED') }),
      }),
    ],
  ])('counts in a call when it is %s, also when the call was cancelled', (_, error) => {
    const code =
      error === RELEASED || error.cause === RELEASED ? 'ERR_RELEASED_STATE' : 'ERR_SESSION_INVALIDATED';
    expect(listFindings(run().call('a').fails('a', error))).toEqual([`use-after-close ${code} a`]);
    expect(listFindings(run().call('a').cancels('a').fails('a', error))).toEqual([
      `use-after-close ${code} a`,
    ]);
  });

  test('has the error itself for a place when it carries none', () => {
    const error = errorRecord('ERR_SESSION_INVALIDATED', 'over', { frames: ['f (src/a.ts:3:1)'] });
    expect(judge(run().call('a').fails('a', error).build())).toMatchObject({
      findings: [{ places: [{ label: 'used', frames: ['f (src/a.ts:3:1)'] }] }],
    });
  });
});

describe("the runtime's evidence", () => {
  test.each([
    ['UND_ERR_DESTROYED', DESTROYED],
    ['UND_ERR_CLOSED', errorRecord('UND_ERR_CLOSED')],
    ['ERR_STREAM_DESTROYED', errorRecord('', 'fetch failed', { cause: errorRecord('ERR_STREAM_DESTROYED') })],
    ['ERR_INVALID_STATE', errorRecord('ERR_INVALID_STATE', 'Invalid state: Controller is already closed')],
  ])('is an error such as %s in a call that nobody cancelled', (code, error) => {
    const verdict = judge(run().call('a').fails('a', error).build());
    expect(verdict).toMatchObject({ findings: [{ oracle: 'use-after-close', code, evidence: 'native' }] });
  });

  test('is excused in a call that was cancelled before, even before it was made', () => {
    expect(listFindings(run().call('a').cancels('a').fails('a', DESTROYED))).toEqual([]);
    expect(listFindings(run().cancels('a').call('a').fails('a', DESTROYED))).toEqual([]);
  });

  test('is not excused by the cancellation of another', () => {
    expect(listFindings(run().call('a').call('b').cancels('b').fails('a', DESTROYED))).toEqual([
      'use-after-close UND_ERR_DESTROYED a',
    ]);
  });

  test('is not excused by a cancellation that came after the call had settled', () => {
    expect(listFindings(run().call('a').fails('a', DESTROYED).cancels('a'))).toEqual([
      'use-after-close UND_ERR_DESTROYED a',
    ]);
  });

  test('is no evidence in what the harness itself calls', () => {
    expect(listFindings(run().phase('dispose').call('dispose').fails('dispose', DESTROYED))).toEqual([]);
  });

  test('is an ordinary failure when it says nothing of an end', () => {
    const trace = run()
      .fault('reset')
      .call('a')
      .fails('a', errorRecord('UND_ERR_SOCKET', 'other side closed'));
    expect(listFindings(trace)).toEqual([]);
  });

  test('names the last place that closed something before the use, as far as it is known', () => {
    const trace = run()
      .call('a')
      .closing('Agent.close', ['first'])
      .closing('Agent.destroy', ['second'])
      .fails('a', { ...DESTROYED, frames: ['use'] })
      .closing('Agent.close', ['third']);
    expect(judge(trace.build())).toMatchObject({
      findings: [
        {
          places: [
            { label: 'closed by Agent.destroy', frames: ['second'] },
            { label: 'used', frames: ['use'] },
          ],
        },
      ],
    });
  });
});

describe('data', () => {
  test('must not be given to a call that has settled', () => {
    const trace = run().call('a').serves('a', 'x', 'y').delivers('a', 'x').succeeds('a').delivers('a', 'y');
    expect(listFindings(trace)).toEqual(['use-after-close delivered-after-settled a']);
  });

  test('may be given until then', () => {
    const trace = run().call('a').serves('a', 'x', 'y').delivers('a', 'x').delivers('a', 'y').succeeds('a');
    expect(listFindings(trace)).toEqual([]);
  });
});

describe('a connection', () => {
  test('must not be opened once the subject has said that it ended', () => {
    const trace = run().phase('dispose').call('dispose').succeeds('dispose').phase('drain').connecting();
    expect(listFindings(trace)).toEqual(['use-after-close connect-after-close connection']);
  });

  test('may be opened while the subject ends, or when it has no end or a failed one', () => {
    const ending = run().phase('dispose').call('dispose').connecting().succeeds('dispose');
    const failing = run().phase('dispose').call('dispose').fails('dispose', errorRecord('E')).connecting();
    expect(listFindings(ending)).toEqual([]);
    expect(listFindings(failing)).toEqual([]);
    expect(listFindings(run().phase('drain').connecting())).toEqual([]);
  });
});
