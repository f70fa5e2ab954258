// A result against what is known: what is known, new, gone and not judged, and what becomes of the file.
import { describe, expect, test } from 'vitest';
import { keyOfFinding, makeBaseline, type Baseline, type BaselineEntry } from '../model/baseline.ts';
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { goodResult, sampleFinding, sampleVersions } from '../model/tests/sample-result.ts';
import { applyBaseline } from '../campaign/apply-baseline.ts';
import { decideExit } from '../campaign/exit-code.ts';
import { updateBaseline } from '../campaign/update-baseline.ts';

const found = (change: Partial<FindingGroup> = {}): FindingGroup => ({
  ...sampleFinding,
  isExpected: false,
  ...change,
});
const entryOf = (change: Partial<BaselineEntry> = {}): BaselineEntry => {
  const { fingerprint, scenario, variant, oracle, code, message } = sampleFinding;
  const entry = { fingerprint, scenario, variant, oracle, code, message };
  return { ...entry, firstSeen: '2026-11-02', firstSeenIn: sampleVersions, ...change };
};
/** A run to the end that found this. */
const ran = (findings: FindingGroup[], change: Partial<CampaignResult> = {}): CampaignResult => ({
  ...goodResult,
  variants: goodResult.variants.map((variant) => ({ ...variant, isRunToEnd: true as const })),
  findings,
  ...change,
});
const apply = (result: CampaignResult, ...entries: BaselineEntry[]): CampaignResult =>
  applyBaseline(result, makeBaseline(entries), { file: 'known.json', today: '2026-11-28' });

describe('a finding that is in the baseline', () => {
  test('is known, with its age, and fails no run', () => {
    const result = apply(ran([found()]), entryOf({ note: 'issue 7' }));
    expect(result.findings[0]!.knownSince).toEqual({
      firstSeen: '2026-11-02',
      days: 26,
      firstSeenIn: sampleVersions,
      note: 'issue 7',
    });
    expect(result.baseline).toEqual({ file: 'known.json', known: 1, new: 0, gone: [], notJudged: 0 });
    expect(decideExit(result)).toEqual({ code: 0, why: ['1 finding known, none new'] });
  });

  test('does not hide a new one, nor the same in another variant', () => {
    for (const other of [
      found({ fingerprint: 'ff' }),
      found({ variant: 'per-call' }),
      found({ scenario: 'x' }),
    ]) {
      const result = apply(ran([found(), other]), entryOf());
      expect(result.baseline).toMatchObject({ known: 1, new: 1 });
      expect(decideExit(result)).toEqual({ code: 1, why: ['1 unexpected finding, besides 1 known'] });
    }
  });

  test('is as expected as before where the scenario expects it, and shown all the same', () => {
    const result = apply(ran([sampleFinding]), entryOf());
    expect(result.findings).toEqual([sampleFinding]);
    expect(result.baseline).toMatchObject({ known: 0, new: 0, gone: [] });
  });

  test('is known also when only a kept case shows it, and the kept case says so', () => {
    const { scenario, variant, oracle, code, fingerprint } = sampleFinding;
    const kept = { file: 'k', scenario, variant, oracle, code, fingerprint, answer: 'still fails' } as const;
    const corpus = [
      { ...kept, changes: [], isExpected: false },
      { ...kept, changes: [], isExpected: true },
    ];
    const result = apply(ran([found({ count: 0, kept: 'k' })], { corpus }), entryOf());
    expect(result.corpus.map(({ isKnown }) => isKnown)).toEqual([true, undefined]);
    expect(decideExit(result).code).toBe(0);
  });

  test('leaves failures of another kind as they are', () => {
    const problem = {
      kind: 'not-repeated',
      scenario: 'a',
      variant: 'b',
      caseIndex: 1,
      what: 'died',
    } as const;
    expect(decideExit(apply(ran([found()], { problems: [problem] }), entryOf())).code).toBe(1);
  });
});

describe('what a run does not show', () => {
  const [shared, perCall] = ran([]).variants;
  const problem = {
    kind: 'leaky',
    scenario: 'btw/leaves',
    variant: 'shared',
    caseIndex: 1,
    what: '',
  } as const;

  test('is gone, and no reason to fail', () => {
    const result = apply(ran([]), entryOf());
    expect(result.baseline).toMatchObject({ gone: [{ ...entryOf(), days: 26 }], notJudged: 0 });
    expect(decideExit(result).code).toBe(0);
  });

  test.each<[string, CampaignResult]>([
    ['was not run', ran([], { variants: [perCall!] })],
    ['was not run to its end', ran([], { variants: goodResult.variants })],
    ['had too many cases without a verdict', ran([], { variants: [{ ...shared!, inconclusive: 21 }] })],
    ['had a problem', ran([], { problems: [problem] })],
    ['is a part of a run', ran([], { shard: { nth: 1, of: 2 } })],
  ])('is not judged when its variant %s', (_, result) => {
    expect(apply(result, entryOf()).baseline).toMatchObject({ gone: [], notJudged: 1 });
  });
});

describe('an update', () => {
  const update = (result: CampaignResult, ...entries: BaselineEntry[]): ReturnType<typeof updateBaseline> =>
    updateBaseline(apply(result, ...entries), makeBaseline(entries), '2026-11-28');

  test('adds what is new with its day and versions, takes out what is gone, says when the rest was last seen, and leaves its notes', () => {
    const known = entryOf({ note: 'issue 7', message: 'as it was then' });
    const gone = entryOf({ fingerprint: 'gone' });
    const elsewhere = entryOf({ scenario: 'not/run' });
    const fresh = found({ fingerprint: 'new', message: 'm'.repeat(10_000) });
    const { baseline, added, removed } = update(ran([found(), fresh]), known, gone, elsewhere);
    expect([added, removed]).toEqual([1, 1]);
    expect(baseline.findings.map(keyOfFinding)).toEqual([known, fresh, elsewhere].map(keyOfFinding));
    expect(baseline.findings).toContainEqual({ ...known, lastSeen: '2026-11-28' });
    expect(baseline.findings).toContainEqual(elsewhere);
    const entry = baseline.findings.find(({ fingerprint }) => fingerprint === 'new')!;
    expect(entry).toMatchObject({ firstSeen: '2026-11-28', firstSeenIn: sampleVersions });
    expect(entry.message).toBe(`${'m'.repeat(500)}... (9,500 more characters)`);
  });

  test('adds nothing that is expected, and twice is once', () => {
    const first: Baseline = update(ran([found(), { ...sampleFinding, fingerprint: 'ee' }])).baseline;
    expect(first.findings).toHaveLength(1);
    expect(update(ran([found()]), ...first.findings)).toEqual({ baseline: first, added: 0, removed: 0 });
  });
});
