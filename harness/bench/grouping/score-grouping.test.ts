// Pairs of labelled failures → precision and recall, by hand-counted examples.
import { expect, it } from 'vitest';
import { recallOf, scoreGrouping, type Labelled } from './score-grouping.ts';

/** `a1 a1 b2`: failures, each a label and its group. */
const failures = (text: string): Labelled[] =>
  text.split(' ').map((word) => ({ label: word.slice(0, 1), group: word.slice(1) }));

it('is one where groups are the labels', () => {
  expect(scoreGrouping(failures('a1 a1 b2 b2'))).toEqual({
    failures: 4,
    labels: 2,
    groups: 2,
    precision: 1,
    recall: 1,
    recallPerLabel: 1,
  });
});

it('loses precision where two labels share a group', () => {
  // 6 pairs in the group, 2 of them with one label.
  expect(scoreGrouping(failures('a1 a1 b1 b1'))).toMatchObject({ precision: 2 / 6, recall: 1, groups: 1 });
});

it('loses recall where a label is split', () => {
  // Of the pairs of a label, 3 of 6 and 1 of 1 are together.
  expect(scoreGrouping(failures('a1 a1 a1 a2 b3 b3'))).toMatchObject({
    precision: 1,
    recall: 4 / 7,
    recallPerLabel: (0.5 + 1) / 2,
  });
});

it('is one where there are no pairs', () => {
  expect(scoreGrouping([])).toMatchObject({ precision: 1, recall: 1, recallPerLabel: 1 });
  expect(scoreGrouping(failures('a1'))).toMatchObject({ precision: 1, recall: 1, recallPerLabel: 1 });
});

it('tells the recall of one label', () => {
  expect(recallOf(failures('a1 a1 a2'))).toBe(1 / 3);
});
