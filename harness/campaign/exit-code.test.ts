// Which exit code a result has when several could be meant, and why.
import { describe, expect, test } from 'vitest';
import type {
  CampaignResult,
  Divergence,
  FindingGroup,
  VariantResult,
  WorkerProblem,
} from '../model/campaign-result.ts';
import { naturalCase } from '../model/case.ts';
import type { Certificate } from '../model/certificate.ts';
import type { Issue } from '../model/issue.ts';
import { sampleCertificate } from '../model/tests/sample-certificate.ts';
import { decideExit, exitCodeOf } from './exit-code.ts';

const variant: VariantResult = {
  scenario: 'btw/leaves',
  name: 'shared',
  cases: 1000,
  reached: 1000,
  expected: [],
  failed: 0,
  limited: 0,
  inconclusive: 0,
  faults: {},
  cancellations: { connect: 0, head: 0, hop: 0, body: 0, 'after the end': 0 },
};
const clean: CampaignResult = {
  version: 1,
  explore: 'portfolio',
  seed: 1,
  versions: { closecall: '0.1.0', node: '24.0.0', packages: {} },
  sourceHash: '',
  variants: [variant],
  findings: [],
  corpus: [],
  problems: [],
  divergences: [],
  audit: { cases: 0, runs: 0, findingsChecked: 0, elapsedMs: 0 },
  escapes: [],
  interrupted: false,
  elapsedMs: 1,
  cases: 1000,
};
const finding: FindingGroup = {
  fingerprint: 'ff',
  oracle: 'hang',
  code: 'pending',
  evidence: 'native',
  message: '',
  subject: '',
  places: [],
  scenario: 'btw/leaves',
  variant: 'shared',
  isExpected: false,
  count: 1,
  firstCase: 1,
  steps: 1,
  shrinkRuns: 1,
  shrunk: naturalCase('btw/leaves', 'shared'),
  original: naturalCase('btw/leaves', 'shared'),
  repro: '',
  traceHash: '',
  interleaving: { columns: [], rows: [] },
};
const withVariant = (change: Partial<VariantResult>): CampaignResult => ({
  ...clean,
  variants: [variant, { ...variant, ...change }],
});
const expected = (outcome: 'found' | 'missed' | 'not judged'): Partial<VariantResult> => ({
  expected: [{ oracle: 'hang', code: 'pending', fromCases: 100, outcome }],
});
const problem: WorkerProblem = {
  kind: 'not-repeated',
  scenario: 'a',
  variant: 'b',
  caseIndex: 1,
  what: 'died',
};
const divergence: Divergence = {
  scenario: 'a',
  variant: 'b',
  caseIndex: 1,
  case: naturalCase('a', 'b'),
  step: 0,
  between: 'two processes',
  expected: '',
  actual: '',
  runs: [
    { process: '', nth: 0, detail: 'lean', traceHash: '' },
    { process: '', nth: 0, detail: 'lean', traceHash: '' },
  ],
};
const [unexpected, ours, interrupted]: [CampaignResult, CampaignResult, CampaignResult] = [
  { ...clean, findings: [finding] },
  { ...clean, problems: [{ ...problem, kind: 'bug' }] },
  { ...clean, interrupted: true },
];

describe('the exit code', () => {
  test.each<[string, CampaignResult, number, string]>([
    ['a clean run', clean, 0, 'every variant behaved as expected'],
    ['an expected finding', { ...clean, findings: [{ ...finding, isExpected: true }] }, 0, 'every variant'],
    ['an expectation that was met', withVariant(expected('found')), 0, 'every variant'],
    ['too small a budget', withVariant(expected('not judged')), 0, '1 variant not judged: too few cases'],
    [
      'another version of a package',
      {
        ...withVariant(expected('not judged')),
        with: [{ name: 'undici', version: '8.5.0', isImported: true }],
      },
      0,
      '1 variant not judged: too few cases, or other packages',
    ],
    ['an unexpected finding', unexpected, 1, '1 unexpected finding'],
    ['a missed expectation', withVariant(expected('missed')), 1, '1 expected finding missed'],
    [
      'a client that took its process down',
      { ...clean, problems: [problem] },
      1,
      '1 death that did not repeat',
    ],
    [
      'a scenario whose own code failed',
      { ...clean, problems: [{ ...problem, kind: 'scenario' }] },
      2,
      '1 variant could not be run',
    ],
    [
      'a case that ran differently when run again',
      { ...clean, divergences: [divergence] },
      125,
      '1 case ran differently',
    ],
    ['a bug of ours', ours, 4, '1 bug in closecall itself'],
    ['a variant that never ran', withVariant({ cases: 0 }), 125, 'btw/leaves/shared: no case ran'],
    [
      'a variant without any verdict',
      withVariant({ cases: 5, limited: 3, inconclusive: 2 }),
      125,
      '5 of 5 cases',
    ],
    [
      'more than one case in a hundred without a verdict',
      withVariant({ limited: 6, inconclusive: 5 }),
      125,
      '11 of 1,000',
    ],
    [
      'one case in a hundred without a verdict',
      withVariant({ limited: 5, inconclusive: 5 }),
      0,
      'every variant',
    ],
    ['an interrupted run', interrupted, 130, 'interrupted'],
  ])('of %s', (_, result, code, why) => {
    expect(exitCodeOf(result)).toBe(code);
    expect(decideExit(result).why.join('; ')).toContain(why);
  });

  test('of an interrupt outranks all others, then a bug of ours, then a failure', () => {
    const all = { ...unexpected, ...withVariant({ cases: 0 }), problems: ours.problems, interrupted: true };
    expect(exitCodeOf(all)).toBe(130);
    expect(exitCodeOf({ ...all, interrupted: false })).toBe(4);
    expect(exitCodeOf({ ...withVariant({ cases: 0 }), findings: [finding] })).toBe(1);
  });

  test('of several failures names each', () => {
    const result = { ...withVariant(expected('missed')), findings: [finding, finding], problems: [problem] };
    expect(decideExit(result).why).toEqual([
      '2 unexpected findings',
      '1 expected finding missed',
      '1 death that did not repeat',
    ]);
  });

  test('of a finding that may show and did not is no matter', () => {
    const may = withVariant({ expected: [{ oracle: 'hang', code: 'pending', outcome: 'not judged' }] });
    expect(decideExit(may)).toEqual({ code: 0, why: ['every variant behaved as expected'] });
  });
});

test('findings that are taken for one defect are counted as reports tell them', () => {
  const seenWith = { ...finding, fingerprint: 'fedcba987654' };
  const issue = {
    scenario: finding.scenario,
    variant: finding.variant,
    cause: finding.fingerprint,
    also: [seenWith.fingerprint],
  } as Issue;
  const why = (...issues: Issue[]): string[] =>
    decideExit({ ...clean, findings: [finding, seenWith], issues }).why;
  expect(why(issue)).toEqual(['2 unexpected findings, taken for 1 defect']);
  expect(why({ ...issue, variant: 'another' })).toEqual(['2 unexpected findings']);
  // A finding is told below the cause of that issue which has most cases, and below none that matters less.
  const third = { ...finding, fingerprint: '0123fedcba98', isExpected: true };
  const issues = [
    { ...issue, count: 3 },
    { ...issue, cause: third.fingerprint, count: 10 },
  ];
  expect(decideExit({ ...clean, findings: [third, finding, seenWith], issues }).why).toEqual([
    '2 unexpected findings',
  ]);
  // A cause of its own besides is told by itself.
  expect(why(issue, { ...issue, cause: seenWith.fingerprint, also: [] })).toEqual(['2 unexpected findings']);
});

test('what only kept cases show is unexpected all the same, and said to be only there', () => {
  const kept = { ...finding, count: 0, kept: 'k' };
  const why = (...findings: FindingGroup[]): string[] => decideExit({ ...clean, findings }).why;
  expect(why(kept)).toEqual(['1 unexpected finding, in kept cases alone']);
  expect(why(kept, finding)).toEqual(['2 unexpected findings, 1 in kept cases alone']);
  expect(why({ ...kept, isExpected: true })).toEqual(['every variant behaved as expected']);
});

test('an answer of a kept case that is no finding fails no run', () => {
  for (const answer of ['no longer fails', 'diverged', 'inconclusive', 'not tried'] as const) {
    const { scenario, variant: name, oracle, code, fingerprint } = finding;
    const kept = { file: 'k', scenario, variant: name, oracle, code, fingerprint, answer, isExpected: false };
    expect(exitCodeOf({ ...clean, corpus: [{ ...kept, changes: [] }] })).toBe(0);
  }
});

test('a shard leaves expectations to merge-reports, and may have no case of a variant', () => {
  const shard = { nth: 2, of: 3 };
  const part = { ...withVariant({ ...expected('not judged'), cases: 0, reached: 2 }), shard };
  expect(decideExit(part)).toEqual({
    code: 0,
    why: [
      'every variant behaved as expected',
      '1 variant not judged: merge-reports does that, for all shards',
    ],
  });
  expect(exitCodeOf({ ...withVariant({ cases: 0, reached: 0 }), shard })).toBe(125);
});

test('a run that ended at its first finding says so', () => {
  expect(decideExit({ ...clean, findings: [finding], isUntilFirst: true }).why).toEqual([
    '1 unexpected finding',
    'ended there, as --until-first asks',
  ]);
});

test('what was not run to its end is inconclusive, unless something was found', () => {
  const certified = (change: Partial<Certificate>): CampaignResult => ({
    ...clean,
    explore: 'exhaustive',
    certificates: [{ certificate: { ...sampleCertificate, ...change }, file: '' }],
  });
  expect(exitCodeOf(certified({}))).toBe(0);
  expect(
    decideExit({ ...certified({}), variants: withVariant(expected('not judged')).variants }).why,
  ).toEqual([
    'every variant behaved as expected',
    '1 variant not judged: what is expected is said of drawn cases',
  ]);
  const cut = certified({ isComplete: false, gaps: ['the time was over, in 3 of 9 units'] });
  expect(decideExit(cut)).toEqual({
    code: 125,
    why: ['btw/leaves/per-call: not all of it was run (the time was over, in 3 of 9 units)'],
  });
  expect(exitCodeOf({ ...cut, findings: [finding] })).toBe(1);
});
