// What a later failure showed to take less explains the earlier ones too, unless it takes something else.
import { expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import type { Failure } from './collect-order.ts';
import { explainBySmallest } from './explain-by-smallest.ts';
import type { Need } from './smallest-case.ts';

const failure = (code: string, takes: Need[], name: string): Failure => {
  const finding: Finding = {
    oracle: 'hang',
    code,
    evidence: 'native',
    message: '',
    step: 1,
    subject: 'reader',
    places: [],
  };
  return { seed: 1, index: 0, findings: [finding], smallest: [{ takes, breaks: [name] }] };
};

const explained = (failures: readonly Failure[]): string[] =>
  explainBySmallest(failures).map(({ smallest }) => smallest[0]!.breaks[0]!);

it('goes by the smallest that is known in the end', () => {
  const both = failure('pending', ['fault', 'action'], 'both');
  expect(explained([both, failure('pending', ['action'], 'one')])).toEqual(['one', 'one']);
  expect(explained([failure('pending', ['fault'], 'one'), failure('pending', [], 'none')])).toEqual([
    'none',
    'none',
  ]);
});

it('keeps what takes something else, or shows something else', () => {
  expect(explained([failure('pending', ['fault'], 'a'), failure('pending', ['action'], 'b')])).toEqual([
    'a',
    'b',
  ]);
  expect(explained([failure('pending', ['fault'], 'a'), failure('other', [], 'b')])).toEqual(['a', 'b']);
});
