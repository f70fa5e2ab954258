// What is still open after the end, grouped by what it is.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { run } from './tests/trace-builder.ts';

describe('the leaked-handle oracle', () => {
  test('makes one finding of equal resources, counts them, and keeps kinds apart', () => {
    const trace = run()
      .leavesOpen('socket', 'socket to the gateway', ['connect (src/a.ts:1:1)'])
      .leavesOpen('timer', 'timer of 5 ms')
      .leavesOpen('socket', 'socket to the gateway', ['connect (src/a.ts:9:1)']);
    expect(judge(trace.build())).toMatchObject({
      findings: [
        {
          oracle: 'leaked-handle',
          code: 'socket',
          evidence: 'native',
          message: 'still open after the end: 2 × socket to the gateway',
          places: [{ label: 'opened', frames: ['connect (src/a.ts:1:1)'] }],
        },
        { code: 'timer', message: 'still open after the end: timer of 5 ms', places: [] },
      ],
    });
  });

  test("calls a session the model's evidence, since only the model knows of sessions", () => {
    expect(judge(run().leavesOpen('session', 'per-call session').build())).toMatchObject({
      findings: [{ code: 'session', evidence: 'model' }],
    });
  });

  test('is silent when nothing is open', () => {
    expect(judge(run().build())).toEqual({ kind: 'pass' });
  });
});
