// Parts of one run → the whole: what comes first, what is added, what is told once, and by what expectations are judged.
import { describe, expect, test } from 'vitest';
import type { Blob } from '../model/blob.ts';
import type { CampaignResult, FindingGroup, VariantResult } from '../model/campaign-result.ts';
import { naturalCase, type Case } from '../model/case.ts';
import type { Repro } from '../model/repro.ts';
import { mergeBlobs } from './merge-blobs.ts';

const kase = naturalCase('btw/leaves', 'shared');
const variant: VariantResult = {
  scenario: 'btw/leaves',
  name: 'shared',
  cases: 50,
  reached: 100,
  expected: [{ oracle: 'hang', code: 'pending', fromCases: 100, outcome: 'not judged' }],
  failed: 3,
  limited: 0,
  inconclusive: 0,
  faults: { reset: 1 },
  cancellations: { connect: 1, head: 0, hop: 0, body: 0, 'after the end': 0 },
};
const result: CampaignResult = {
  version: 1,
  seed: 1,
  explore: 'portfolio',
  versions: { closecall: '0.1.0', node: 'v24.0.0', packages: {} },
  sourceHash: 'ab',
  variants: [variant],
  findings: [],
  corpus: [],
  problems: [],
  divergences: [],
  audit: { cases: 0, runs: 0, findingsChecked: 0, elapsedMs: 3 },
  escapes: [],
  interrupted: false,
  elapsedMs: 10,
  cases: 50,
};
const found = (change: Partial<FindingGroup>): FindingGroup => ({
  fingerprint: 'ff',
  oracle: 'hang',
  code: 'pending',
  evidence: 'native',
  message: '',
  subject: '',
  places: [],
  scenario: 'btw/leaves',
  variant: 'shared',
  isExpected: true,
  count: 1,
  firstCase: 1,
  steps: 1,
  shrinkRuns: 1,
  shrunk: kase,
  original: kase,
  repro: 'r',
  traceHash: 'h',
  interleaving: { columns: [], rows: [] },
  ...change,
});
const partOf = (nth: number, change: Partial<CampaignResult>, repros: Repro[] = []): Blob => ({
  format: 'closecall-blob',
  version: 1,
  plan: { cases: 100, isUntilFirst: false, isAudited: false, jobs: ['btw/leaves/shared', 'other/only'] },
  result: { ...result, shard: { nth, of: 2 }, ...change },
  repros,
});
const merge = (...parts: Partial<CampaignResult>[]): CampaignResult =>
  mergeBlobs(parts.map((part, index) => partOf(index + 1, part))).result;

describe('findings', () => {
  test('are one where several shards have them, told by the shard whose case came first', () => {
    const [late, early] = [
      found({ firstCase: 8, count: 4, lastCase: 31 }),
      found({ firstCase: 3, count: 2, lastCase: 20, message: 'early' }),
    ];
    const sum = { ...early, count: 6, lastCase: 31 };
    expect(merge({ findings: [late] }, { findings: [early] }).findings).toEqual([sum]);
  });

  test('come in the order of cases, and those of one case as its shard has them', () => {
    const [a, b, c] = [
      ['a', 4],
      ['b', 2],
      ['c', 2],
    ].map(([fingerprint, firstCase]) =>
      found({ fingerprint: String(fingerprint), firstCase: Number(firstCase) }),
    ) as [FindingGroup, FindingGroup, FindingGroup];
    const { findings } = merge({ findings: [a] }, { findings: [c, b] });
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(['c', 'b', 'a']);
  });

  test('of a kept case stay its own, seen first where any shard saw them', () => {
    const kept = found({ kept: 'k', firstCase: 40, count: 0, message: 'kept' });
    const seen = found({ firstCase: 7, count: 3, original: { ...kase, entropy: 7 } });
    expect(merge({ findings: [kept] }, { findings: [seen] }).findings).toEqual([
      { ...kept, firstCase: 7, count: 3, original: seen.original },
    ]);
    const later = found({ kept: 'k', firstCase: 2, count: 1, message: 'kept' });
    expect(merge({ findings: [later] }, { findings: [seen] }).findings).toEqual([{ ...later, count: 4 }]);
  });

  test('of a program that an earlier cause explains are sights of that', () => {
    const program = (...words: string[]): Case => ({
      ...kase,
      program: { calls: { one: { read: words } } },
    });
    const cause = found({
      fingerprint: 'ff-1',
      firstCase: 2,
      count: 2,
      shrunk: program('late'),
      original: program('late'),
    });
    const explained = found({
      fingerprint: 'ff-2',
      firstCase: 9,
      count: 5,
      shrunk: program('whole'),
      original: program('late', 'whole'),
    });
    const other = found({
      fingerprint: 'ff-3',
      firstCase: 10,
      shrunk: program('never'),
      original: program('never'),
    });
    const { findings } = merge({ findings: [cause] }, { findings: [explained, other] });
    expect(findings.map(({ fingerprint, count }) => [fingerprint, count])).toEqual([
      ['ff-1', 7],
      ['ff-3', 1],
    ]);
  });

  test('bring the repro of the shard that told them', () => {
    const repro = (traceHash: string): Repro => ({ fingerprint: 'ff', traceHash, case: kase }) as Repro;
    const { repros } = mergeBlobs([
      partOf(1, { findings: [found({ firstCase: 8, traceHash: 'late' })] }, [repro('late')]),
      partOf(2, { findings: [found({ firstCase: 3, traceHash: 'early' })] }, [repro('early')]),
    ]);
    expect(repros).toEqual([repro('early')]);
  });
});

describe('a variant', () => {
  test('has the counts of all shards, by name', () => {
    const other = { ...variant, cases: 49, faults: { delay: 2, reset: 4 }, limited: 1 };
    const { variants, cases } = merge({}, { variants: [other] });
    expect(variants).toMatchObject([{ cases: 99, failed: 6, limited: 1, faults: { delay: 2, reset: 5 } }]);
    expect(Object.keys(variants[0]!.faults)).toEqual(['delay', 'reset']);
    expect(cases).toBe(99);
  });

  test('missed what no shard found in the cases that should show it', () => {
    expect(merge({}, {}).variants[0]!.expected).toMatchObject([{ outcome: 'missed' }]);
    const { variants } = merge({}, { findings: [found({})] });
    expect(variants[0]!.expected).toMatchObject([{ outcome: 'found' }]);
  });

  test('is judged by the cases that every shard came to, or not at all', () => {
    const { variants } = merge({}, { variants: [{ ...variant, reached: 60, cases: 30 }] });
    expect(variants).toMatchObject([{ cases: 80, reached: 60, expected: [{ outcome: 'not judged' }] }]);
    expect(merge({}, { variants: [] }).variants).toMatchObject([{ cases: 50, reached: 0 }]);
  });

  test('is not judged on packages that are not the installed ones', () => {
    const { variants } = merge({}, { variants: [{ ...variant, redirected: ['undici'] }] });
    expect(variants).toMatchObject([{ redirected: ['undici'], expected: [{ outcome: 'not judged' }] }]);
  });
});

test('problems that every shard has are told once, at the first case of any', () => {
  const problem = { kind: 'scenario', scenario: 'btw/leaves', variant: 'shared', what: 'x' } as const;
  const { problems } = merge(
    { problems: [{ ...problem, caseIndex: 4 }] },
    {
      problems: [
        { ...problem, caseIndex: 1 },
        { ...problem, caseIndex: 9, what: 'y' },
      ],
    },
  );
  expect(problems.map(({ caseIndex, what }) => [caseIndex, what])).toEqual([
    [1, 'x'],
    [9, 'y'],
  ]);
});

test('what left the world is told by the first variant that has it, at its first case', () => {
  const escape = { kind: 'file' as const, what: 'open x', origin: ['a'] };
  const [early, late, elsewhere] = [
    { ...escape, variants: ['btw/leaves/shared'], firstCase: 3, origin: ['early'] },
    { ...escape, variants: ['btw/leaves/shared', 'other/only'], firstCase: 5 },
    { ...escape, variants: ['other/only'], firstCase: 0 },
  ];
  expect(merge({ escapes: [elsewhere] }, { escapes: [late] }).escapes).toEqual([late]);
  expect(merge({ escapes: [late] }, { escapes: [early] }).escapes).toEqual([
    { ...early, variants: ['btw/leaves/shared', 'other/only'] },
  ]);
});

test('the audit counts a finding of several shards once, and each that did not hold', () => {
  const audit = { cases: 50, runs: 150, findingsChecked: 1, elapsedMs: 3 };
  const merged = merge(
    { findings: [found({})], audit: { ...audit, findingsChecked: 2 } },
    { findings: [found({})], audit, elapsedMs: 40, interrupted: true, isUntilFirst: true },
  );
  expect(merged.audit).toEqual({ cases: 100, runs: 300, findingsChecked: 2, elapsedMs: 6 });
  expect(merged).toMatchObject({ elapsedMs: 40, interrupted: true, isUntilFirst: true });
  expect(merged.shard).toBeUndefined();
});

test('a package was imported when any shard imported it', () => {
  const tested = (isImported: boolean): Partial<CampaignResult> => ({
    with: [{ name: 'undici', version: '8.5.0', isImported }],
  });
  expect(merge(tested(false), tested(true)).with).toEqual([
    { name: 'undici', version: '8.5.0', isImported: true },
  ]);
});
