// Findings on every variant, as Markdown.
import { expect, test } from 'vitest';
import type { FindingGroup } from '../model/campaign-result.ts';
import type { Differential } from '../model/differential.ts';
import { renderMarkdownDifferentials } from './markdown-differential.ts';
import { sampleFinding } from '../model/tests/sample-result.ts';

const own = { variant: 'shared', outcome: 'same' } as const;
const findings: FindingGroup[] = (
  [
    { headline: 'fails only with shared', variants: [own, { variant: 'per-call', outcome: 'pass' }] },
    {
      headline: 'fails with shared; something else fails with per-call',
      variants: [own, { variant: 'per-call', outcome: 'other', finding: 'hang pending' }],
    },
    {
      headline: 'fails only with @a | b',
      variants: [
        { variant: '@a | b', outcome: 'same' },
        { variant: 'c', outcome: 'not applied' },
      ],
    },
  ] satisfies Differential[]
).map((differential, nth) => ({
  ...sampleFinding,
  scenario: 'btw/left',
  variant: 'shared',
  code: `A${nth}`,
  differential,
}));

test('the smallest case of a finding is a row, those of the same variants below each other, and no name is markup', () => {
  expect(renderMarkdownDifferentials(findings, 10_000).join('\n\n')).toMatchInlineSnapshot(`
    "| the smallest case of | per-call | shared | so it |
    | --- | --- | --- | --- |
    | btw/left/shared use-after-close \`A0\` | passes | fails the same | \`fails only with shared\` |
    | btw/left/shared use-after-close \`A1\` | fails otherwise: \`hang pending\` | fails the same | \`fails with shared; something else fails with per-call\` |

    | the smallest case of | <code>&#64;a &#124; b</code> | c | so it |
    | --- | --- | --- | --- |
    | btw/left/shared use-after-close \`A2\` | fails the same | passes, but not all that the case injects happened | <code>fails only with &#64;a &#124; b</code> |"
  `);
});

test('where there is no room for all, whole rows are left out, and counted', () => {
  const [table, rest, ...more] = renderMarkdownDifferentials(findings, 250);
  expect(table!.split('\n')).toHaveLength(3);
  expect([rest, more]).toEqual([
    '2 more findings on other variants, left out for the size of this page.',
    [],
  ]);
});

test('a finding that was not compared has no row', () => {
  expect(renderMarkdownDifferentials([sampleFinding], 10_000)).toEqual([]);
});
