// Which steps a violation depends on, beside what the trace itself ties to it.
import { expect, test } from 'vitest';
import { listParts } from '../explain/list-parts.ts';
import { toyRun } from '../explain/tests/toy-run.ts';
import type { Finding } from '../model/finding.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { findCauses } from './find-causes.ts';

test('a fault that is needed brings in the steps in which it struck, not those of another fault of the same exchange', () => {
  const { trace } = toyRun([{ event: 'timer#0' }, { event: 'timer#1' }, { event: 'timer#2' }], {
    faults: [
      { kind: 'delay', on: 'text#0', at: 'in-head', ms: 5 },
      { kind: 'reset', on: 'text#0', at: 'item:0' },
    ],
  });
  trace.events = trace.events.map((event) => ({ ...event, causedIn: 0 }));
  trace.events.splice(1, 0, { kind: 'fault', step: 1, ms: 0, fault: 'delay', target: 'text#0' });
  trace.events.splice(3, 0, { kind: 'fault', step: 2, ms: 0, fault: 'reset', target: 'text#0' });
  const [delay, reset] = listParts(trace.case);
  const finding: Finding = {
    oracle: 'crash',
    code: '',
    evidence: 'native',
    message: '',
    step: 3,
    subject: 'reader',
    places: [],
  };
  const causes = findCauses({} as Scenario, trace, { finding, nth: 0 }, [
    { part: delay!, run: { outcome: 'same' } },
    { part: reset!, run: { outcome: 'pass' } },
  ]);
  expect(causes).toMatchObject({ steps: [2, 3] });
});
