// Tries added up, and said in one line.
import { expect, it } from 'vitest';
import type { Finding } from './finding.ts';
import { formatConfirmation, sumTries, type Try } from './confirmation.ts';

const holder: Finding = {
  oracle: 'leaked-handle',
  code: 'process',
  evidence: 'native',
  message: 'held',
  step: 0,
  subject: 'TCPWRAP',
  places: [{ label: 'created', frames: ['src/session.ts:12'] }],
};
const waiting: Finding = { ...holder, oracle: 'hang', code: 'exit', subject: 'reader', places: [] };
const tries: Try[] = [
  { outcome: 'confirmed', hasSameTrace: true, why: '', holders: [], unsettled: [] },
  {
    outcome: 'confirmed',
    hasSameTrace: false,
    why: '',
    holders: [holder],
    unsettled: [waiting],
  },
  { outcome: 'not confirmed', hasSameTrace: false, why: 'nothing was found', holders: [], unsettled: [] },
  { outcome: 'not confirmed', hasSameTrace: false, why: 'nothing was found', holders: [], unsettled: [] },
  { outcome: 'not confirmable', hasSameTrace: false, why: 'no step 4', holders: [], unsettled: [] },
];

it('a try that could not be brought about is counted apart from one that ran through without the finding', () => {
  const sum = sumTries([...tries, tries[1]!]);
  expect(sum).toMatchObject({ confirmed: 3, tries: 6, notConfirmable: 1, sameTrace: 1 });
  expect(formatConfirmation(sum)).toBe('confirmed 3 of 6 on real sockets (1 not confirmable)');
  expect(formatConfirmation(sumTries(tries.slice(0, 4)))).toBe('confirmed 2 of 4 on real sockets');
});

it('each reason, each holder and each call left waiting is told once', () => {
  const sum = sumTries([...tries, tries[1]!]);
  expect(sum.reasons).toEqual(['nothing was found', 'no step 4']);
  expect(sum.holders).toEqual([holder]);
  expect(sum.unsettled).toEqual([waiting]);
});
