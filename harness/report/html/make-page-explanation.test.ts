// What the page shows of why a finding fails: sentences, both runs, the curve; and what is not known, with why.
import { expect, test } from 'vitest';
import { sampleExplanation } from '../tests/sample-explanation.ts';
import { makePageExplanation } from './make-page-explanation.ts';

test('every part is in it, in words where words are enough', () => {
  const page = makePageExplanation(sampleExplanation);
  expect(page.unsaid).toEqual([]);
  expect([page.nearest?.told, page.noReturn?.told, page.cone?.told, page.conditions]).toMatchSnapshot();
});

test('what is not known says why', () => {
  const unsaid = { unsaid: 'the process died' };
  expect(makePageExplanation({ ...sampleExplanation, nearest: unsaid, cone: unsaid })).toMatchObject({
    unsaid: [
      ['nearest passing schedule', 'the process died'],
      ['causal cone', 'the process died'],
    ],
  });
});
