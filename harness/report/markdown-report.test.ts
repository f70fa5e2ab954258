// The Markdown matrix, as it is kept.
import { expect, test } from 'vitest';
import type { CampaignResult, FindingGroup, VariantResult } from '../model/campaign-result.ts';
import { renderMarkdownReport } from './markdown-report.ts';

function variant(scenario: string, name: string, expected: VariantResult['expected'] = []): VariantResult {
  const cancellations = { connect: 0, head: 0, hop: 0, body: 0, 'after the end': 0 };
  return {
    scenario,
    name,
    cases: 1_000,
    reached: 1_000,
    expected,
    failed: 0,
    limited: 0,
    inconclusive: 0,
    faults: {},
    cancellations,
  };
}

function finding(variantName: string, code: string, count: number, isExpected = true): FindingGroup {
  return {
    scenario: 'btw/left',
    variant: variantName,
    oracle: 'use-after-close',
    code,
    count,
    firstCase: count % 7,
    isExpected,
  } as FindingGroup;
}

const result = {
  seed: 1,
  versions: { closecall: '0.1.0', node: 'v24.0.0', packages: {} },
  cases: 3_000,
  variants: [
    variant('btw/left', 'shared', [{ oracle: 'hang', code: 'pending', fromCases: 10, outcome: 'missed' }]),
    variant('btw/left', 'per-call'),
    variant('plain', 'only'),
  ],
  findings: [finding('shared', 'A', 90), finding('shared', 'A', 10), finding('shared', 'B|C', 3, false)],
  problems: [{ kind: 'leaky', scenario: 'plain', variant: 'only', caseIndex: 3, what: 'grows' }],
  divergences: [{ scenario: 'plain', variant: 'only' }],
  corpus: [],
  escapes: [],
} as unknown as CampaignResult;

test('the matrix tells what was found, how often, how early, what was missed and what died', () => {
  expect(renderMarkdownReport(result, { exit: { code: 1, reasons: [] } as never })).toMatchInlineSnapshot(`
    "| scenario | shared | per-call |
    | --- | --- | --- |
    | btw/left | use-after-close \`A\`: 100 (10.0%), first #3<br>**unexpected** use-after-close \`B\\|C\`: 3 (0.3%), first #3<br>**missed** hang \`pending\` | clean (1,000) |

    | scenario | only |
    | --- | --- |
    | plain | **memory grows**: 1<br>**diverged** in 1 |

    closecall 0.1.0, seed 1, 3,000 cases, Node v24.0.0: exit 1.
    "
  `);
});

test('tries on real sockets are added up over the findings of a cell', () => {
  const tried = (confirmed: number, notConfirmable: number): FindingGroup => ({
    ...finding('shared', 'A', 5),
    confirmation: {
      confirmed,
      tries: 10,
      notConfirmable,
      sameTrace: 0,
      reasons: [],
      holders: [],
      unsettled: [],
    },
  });
  const report = renderMarkdownReport(
    { ...result, findings: [tried(10, 0), tried(8, 2)] },
    { exit: { code: 0, why: [] } },
  );
  expect(report).toContain('first #5, confirmed 18 of 20 on real sockets (2 not confirmable)<br>');
});

test('the smallest case of a finding on every variant is a row, those of the same variants below each other', () => {
  const own = { variant: 'shared', outcome: 'same' } as const;
  const other = { variant: 'per-call', outcome: 'other', finding: 'hang pending' } as const;
  const compared = [
    {
      headline: 'fails only with shared',
      variants: [own, { variant: 'per-call', outcome: 'pass' } as const],
    },
    { headline: 'fails with shared; something else fails with per-call', variants: [own, other] },
  ].map((differential, nth) => ({ ...finding('shared', `A${nth}`, 1), differential }));
  const text = renderMarkdownReport(
    { ...result, findings: compared },
    { exit: { code: 1, reasons: [] } as never },
  );
  expect(text.split('\n\n')[2]).toMatchInlineSnapshot(`
    "| the smallest case of | per-call | shared | so it |
    | --- | --- | --- | --- |
    | btw/left/shared use-after-close \`A0\` | passes | fails the same | fails only with shared |
    | btw/left/shared use-after-close \`A1\` | fails otherwise: hang pending | fails the same | fails with shared; something else fails with per-call |"
  `);
});
