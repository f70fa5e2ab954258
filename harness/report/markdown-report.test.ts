// The Markdown report, as it is kept, and that no payload is markup in it or makes it too large.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CampaignResult, FindingGroup, VariantResult } from '../model/campaign-result.ts';
import { MARKDOWN_REPORT_BYTES } from '../model/limits.ts';
import { renderMarkdownReport } from './markdown-report.ts';
import { badResult, issueResult, sampleFinding, surprise } from '../model/tests/sample-result.ts';

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
  const place = { scenario: 'btw/left', variant: variantName };
  return { ...sampleFinding, ...place, code, count, firstCase: count % 7, isExpected };
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
  expect(
    renderMarkdownReport(result, { exit: { code: 1, why: [] }, launcher: 'npx closecall' }),
  ).toMatchSnapshot();
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

const exit = { code: 1, why: ['1 unexpected finding'] };
const withFindings = (findings: FindingGroup[]): CampaignResult => ({ ...badResult, findings });

test('what is expected has no section of its own', () => {
  expect(renderMarkdownReport(withFindings([sampleFinding]), { exit })).not.toContain('Not expected');
});

/** The report without its code: spans, blocks and `<code>`, in which only an entity could be anything. */
function withoutCode(report: string): string {
  const blocks = report.replaceAll(/^(`{3,})text\n[^]*?\n\1$/gm, 'BLOCK');
  return blocks
    .replaceAll(/`[^`\n]*`/g, 'CODE')
    .replaceAll(/<code>(?:[A-Za-z0-9 ]|&#\d+;)*<\/code>/g, 'CODE');
}

test('whatever a payload is, it is code, and the report has the same rows and sections', () => {
  const shapeOf = (text: string): string => {
    const places = [{ label: text, frames: [text] }];
    const rows = [{ step: 1, ms: 0, cells: { [text]: text }, isViolation: true }];
    const hostile = {
      message: text,
      code: text,
      places,
      interleaving: { columns: [text], rows },
      scenario: text,
      variant: text,
    };
    const variants = [{ ...badResult.variants[0]!, scenario: text, name: text, expected: [] }];
    const findings = [{ ...surprise, ...hostile }];
    return withoutCode(
      renderMarkdownReport({ ...badResult, variants, findings, problems: [], divergences: [] }, { exit }),
    );
  };
  const usual = shapeOf('a*b');
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '|',
      '\\|',
      '\\',
      '`',
      '```',
      '````text',
      '\n',
      '</details>',
      '<img src=x onerror=y>',
      '[a](b)',
      '@me',
      '#1',
      '&amp;',
      ' ',
      '*',
      'www.x.y',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      // One that is no plain name, so that it is code wherever it is.
      expect(shapeOf(`*${parts.join('')}`)).toBe(usual);
    }),
    { numRuns: 50, seed: 1 },
  );
});

test('it stays below the size that GitHub takes, by whole findings', () => {
  const row = (index: number) => ({
    step: index,
    ms: 0,
    cells: { a: '\u{1F600}'.repeat(100) },
    isViolation: false,
  });
  const rows = Array.from({ length: 30 }, (_, index) => row(index));
  const huge = { ...surprise, message: 'm'.repeat(100_000), interleaving: { columns: ['a'], rows } };
  const report = renderMarkdownReport(withFindings(Array.from({ length: 200 }, () => huge)), { exit });
  expect(Buffer.byteLength(report)).toBeLessThan(MARKDOWN_REPORT_BYTES);
  expect(Buffer.byteLength(report)).toBeGreaterThan(MARKDOWN_REPORT_BYTES * 0.9);
  const shown = report.match(/^<details>/gm)!.length;
  expect(report.match(/^<\/details>$/gm)).toHaveLength(shown);
  expect(report).toContain(
    `\n\n${200 - shown} more findings, left out for the size of this page: all are in the JSON report.\n\n`,
  );
  expect(report).toMatch(/: exit 1\.\n$/);
});

test('and so does a matrix of very many scenarios, by whole rows', () => {
  const variants = Array.from({ length: 20_000 }, (_, index) => variant(`scenario/${index}`, 'only'));
  const report = renderMarkdownReport({ ...badResult, variants, findings: [surprise] }, { exit });
  expect(Buffer.byteLength(report)).toBeLessThan(MARKDOWN_REPORT_BYTES);
  const rows = report.match(/^\| scenario\/.*\|$/gm)!.length;
  expect(report).toContain(
    `${(20_000 - rows).toLocaleString('en-US')} more scenarios, left out for the size of this page.`,
  );
  expect(report).toContain('### Not expected');
});

test('a defect is one entry, which tells what else was seen of it', () => {
  const text = renderMarkdownReport(issueResult, { exit: { code: 1, why: [''] } });
  const entries = text.split('\n').filter((line) => /^\*\*\d+\. /.test(line));
  expect(entries).toHaveLength(1);
  expect(text).toContain('\nAlso seen of it: hang `pending`.\n');
});
