// What a run is beside the failing one.
import { expect, test } from 'vitest';
import { fingerprint, type Finding } from '../model/finding.ts';
import { classifyRun } from './classify-run.ts';

const finding: Finding = {
  oracle: 'crash',
  code: 'X',
  evidence: 'native',
  message: 'm',
  step: 1,
  subject: 'call 1',
  places: [{ label: 'thrown', frames: ['f (a.js:1:1)'] }],
};
const second: Finding = { ...finding, oracle: 'hang', code: 'pending' };
const third: Finding = { ...finding, oracle: 'corruption', code: 'truncated' };
const known = {
  finding,
  fingerprint: fingerprint(finding),
  all: new Set([finding, second].map(fingerprint)),
};
const elsewhere: Finding = {
  ...finding,
  subject: 'call 2',
  places: [{ label: 'thrown', frames: ['g (a.js:1:1)'] }],
};

test.each([
  ['same', [third, finding]],
  ['alike', [third, elsewhere]],
  ['gone', [second]],
  ['other', [second, third]],
])('is %s', (outcome, findings) => {
  expect(classifyRun({ kind: 'fail', findings }, known).outcome).toBe(outcome);
});

test('a run that passes passes, and one without a verdict has none', () => {
  expect(classifyRun({ kind: 'pass' }, known)).toEqual({ outcome: 'pass' });
  expect(classifyRun({ kind: 'limit', which: 'step-limit' }, known)).toEqual({ outcome: 'no verdict' });
  expect(classifyRun({ kind: 'inconclusive', why: '' }, known)).toEqual({ outcome: 'no verdict' });
});

test('what is told of another failure is what is new of it', () => {
  expect(classifyRun({ kind: 'fail', findings: [second, third] }, known).shown).toBe(third);
});
