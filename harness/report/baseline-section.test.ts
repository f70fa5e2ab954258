// What every report says of findings that are known, and of those that are gone.
import { describe, expect, test } from 'vitest';
import { describeAge, renderBaseline } from './baseline-section.ts';
import { REPORTERS } from './reporters.ts';
import { plainScreen } from './screen.ts';
import { knownResult } from '../model/tests/sample-result.ts';

const screen = plainScreen(100);
const render = (name: string): string =>
  REPORTERS[name]!.render(knownResult, { exit: { code: 1, why: [] }, screen, launcher: 'npx closecall' });
const outcome = knownResult.baseline!;

test('the section counts, and names what is gone', () => {
  expect(renderBaseline(outcome, screen).join('\n')).toMatchInlineSnapshot(`
    "Baseline closecall-baseline.json: 1 known, 1 new, 1 gone, 2 not judged (not run to the end)
      GONE hang pending in btw/renders/per-call, fingerprint dd, known since 2026-11-27, 1 day
      They did not show: --update-baseline takes them out."
  `);
  const updated = { ...outcome, gone: [], notJudged: 0, update: { added: 2, removed: 1 } };
  expect(renderBaseline(updated, screen)).toEqual([
    'Baseline closecall-baseline.json: 1 known, 1 new (updated: 2 added, 1 taken out)',
  ]);
});

test('of very many that are gone, only some are named', () => {
  const gone = Array.from({ length: 50 }, () => outcome.gone[0]!);
  const lines = renderBaseline({ ...outcome, gone }, screen);
  expect(lines).toHaveLength(23);
  expect(lines.at(-2)).toBe('  (30 more, all in the JSON report)');
});

test('an age is in days', () => {
  expect([0, 1, 1_200].map((days) => describeAge({ firstSeen: '2026-11-02', days }))).toEqual([
    'known since 2026-11-02, today',
    'known since 2026-11-02, 1 day',
    'known since 2026-11-02, 1,200 days',
  ]);
});

describe('the report', () => {
  test('for people shows what is new before what is known, and that before what is expected', () => {
    const report = render('terminal');
    expect(report.match(/^\w+ finding \d of 3/gm)).toEqual([
      'UNEXPECTED finding 1 of 3',
      'Known finding 2 of 3',
      'Expected finding 3 of 3',
    ]);
    expect(report).toContain('known leaked-handle');
    const age =
      'known since 2026-11-02, 26 days, first seen in closecall 0.1.0, Node 24.21.0, undici 8.12.4, js-tokens 9.0.0';
    expect(report.replaceAll(/\n */g, ' ')).toContain(` ${age} note: issue 7 | later `);
    expect(report).toContain('\nBaseline closecall-baseline.json: 1 known, 1 new, 1 gone, 2 not judged');
  });

  test('in Markdown has a line for each that is known or gone, and no section but for what is new', () => {
    const report = render('markdown');
    expect(report.match(/^\*\*\d\. .*$/gm)).toHaveLength(1);
    expect(report).toContain('known leaked-handle `timer`');
    expect(report.slice(report.indexOf('Baseline '), report.indexOf('### '))).toMatchInlineSnapshot(`
      "Baseline \`closecall-baseline.json\`: 1 known, 1 new, 1 gone, 2 not judged (not run to the end).

      - leaked-handle \`timer\` in btw/leaves/per-call, known since 2026-11-02, 26 days: <code>issue 7 &#124; later</code>
      - gone: \`hang pending in btw/renders/per-call, fingerprint dd, known since 2026-11-27, 1 day\`

      "
    `);
  });

  test('in JSON has it all', () => {
    expect(JSON.parse(render('json'))).toMatchObject({
      findings: [{}, {}, { knownSince: { firstSeen: '2026-11-02', days: 26, note: 'issue 7 | later' } }],
      baseline: { known: 1, new: 1, gone: [{ fingerprint: 'dd', days: 1 }], notJudged: 2 },
    });
  });

  test('for CI servers fails a test for what is new alone', () => {
    const report = render('junit');
    expect(report.match(/<failure type="leaked-handle"/g)).toHaveLength(1);
    expect(report).toContain('Known leaked-handle timer (native evidence) in btw/leaves/per-call');
    expect(report).toContain('\nGONE hang pending in btw/renders/per-call');
  });

  test('for GitHub annotates what is new, and once what is gone', () => {
    const report = render('github');
    expect(report).not.toContain('leaked-handle timer');
    expect(report).toContain('::notice title=closecall%3A 1 finding of the baseline gone::');
  });
});
