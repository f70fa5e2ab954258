// Kept cases in the reports: all are counted, and what is worth a look is told one by one.
import { expect, test } from 'vitest';
import type { KeptOutcome } from '../model/kept-case.ts';
import { renderCorpus } from './corpus-section.ts';
import { renderMarkdownReport } from './markdown-report.ts';
import { plainScreen } from './screen.ts';
import { renderTerminalReport } from './terminal-report.ts';
import { goodResult, surprise } from '../model/tests/sample-result.ts';

const usual: KeptOutcome = {
  file: 'scenarios/btw/leaves/repros/a.repro.json',
  scenario: 'btw/leaves',
  variant: 'shared',
  oracle: 'use-after-close',
  code: 'ERR_RELEASED_STATE',
  fingerprint: '0123456789ab',
  answer: 'still fails',
  isExpected: true,
  changes: [],
};
const changes = ['undici was 8.0.0, is 8.12.4'];
const corpus: KeptOutcome[] = [
  usual,
  usual,
  { ...usual, changes, neighbour: 0 },
  { ...usual, isExpected: false, code: 'pending', oracle: 'hang', changes, neighbour: 7 },
  { ...usual, answer: 'no longer fails', changes },
  { ...usual, answer: 'diverged' },
  { ...usual, answer: 'inconclusive', changes, end: "the client's process died by SIGKILL" },
  { ...usual, answer: 'not tried' },
];
const exit = { code: 0, why: [] };

test('a run that tried kept cases tells how they did', () => {
  expect(renderCorpus(corpus, [], plainScreen(100)).join('\n')).toMatchInlineSnapshot(`
    "Kept cases: 4 still fail (2 as expected), 1 no longer fails, 1 diverged, 1 is inconclusive, 1 was not tried
      still fails (undici was 8.0.0, is 8.12.4): use-after-close ERR_RELEASED_STATE in btw/leaves/shared, scenarios/btw/leaves/repros/a.repro.json
      still fails, by its neighbour 7, which is not expected (undici was 8.0.0, is 8.12.4): hang pending in btw/leaves/shared, scenarios/btw/leaves/repros/a.repro.json
      no longer fails (undici was 8.0.0, is 8.12.4): use-after-close ERR_RELEASED_STATE in btw/leaves/shared, scenarios/btw/leaves/repros/a.repro.json
      diverged: use-after-close ERR_RELEASED_STATE in btw/leaves/shared, scenarios/btw/leaves/repros/a.repro.json
      inconclusive (undici was 8.0.0, is 8.12.4; the client's process died by SIGKILL): use-after-close ERR_RELEASED_STATE in btw/leaves/shared, scenarios/btw/leaves/repros/a.repro.json"
  `);
  expect(renderMarkdownReport({ ...goodResult, corpus }, { exit })).toContain(
    '\n\nKept cases: 4 still fail (2 as expected), 1 no longer fails, 1 diverged, 1 is inconclusive, 1 was not tried.\n\n',
  );
});

test('a case that no longer fails has lost its file to a new one of the same name', () => {
  const gone: KeptOutcome = { ...usual, answer: 'no longer fails', file: 'reports/a.repro.json' };
  const told = (saved: string[]): string | undefined => renderCorpus([gone], saved, plainScreen(100))[1];
  const line =
    '  no longer fails: use-after-close ERR_RELEASED_STATE in btw/leaves/shared, reports/a.repro.json';
  expect(told(['reports/b.repro.json'])).toBe(line);
  expect(told(['reports/a.repro.json'])).toBe(`${line}, which has the new case now`);
});

test('of many the first are told, and the others counted', () => {
  const many = Array.from({ length: 13 }, (): KeptOutcome => ({ ...usual, answer: 'no longer fails' }));
  expect(renderCorpus(many, [], plainScreen(100)).slice(-1)).toEqual([
    '  (3 more kept cases, all in the JSON report)',
  ]);
});

test('what only a kept case shows is told apart from what new cases show', () => {
  const kept = { ...surprise, count: 0, shrinkRuns: 0, kept: 'a.repro.json', repro: 'a.repro.json' };
  const result = { ...goodResult, findings: [...goodResult.findings, kept] };
  const report = renderTerminalReport(result, { exit, screen: plainScreen(100), launcher: 'npx closecall' });
  expect(report).toContain('UNEXPECTED leaked-handle in a kept case');
  expect(report).toContain('btw/leaves/per-call: in none of 2,000 cases, shown by a kept case, fingerprint');
  expect(report).toContain('smallest case (3 elements, kept)');
  expect(renderMarkdownReport(result, { exit })).toContain(
    '**unexpected** leaked-handle `socket`: in a kept case |',
  );
});

test('a shard says which it is, and a merged run how far all came', () => {
  const context = { exit, screen: plainScreen(100), launcher: 'npx closecall' };
  const shard = { nth: 2, of: 5 };
  expect(renderTerminalReport({ ...goodResult, shard }, context)).toContain(' | seed 1 | shard 2/5 | ');
  expect(renderMarkdownReport({ ...goodResult, shard }, { exit })).toContain('seed 1, shard 2/5, ');
  const [first, ...others] = goodResult.variants;
  const variants = [{ ...first!, reached: 1_200 }, ...others];
  expect(renderTerminalReport({ ...goodResult, variants }, context)).toContain(
    'btw/leaves/shared: 2,000 cases in parts that came to different ends; all came to #1200, and expectations are judged by the cases before',
  );
  expect(renderTerminalReport({ ...goodResult, variants, shard }, context)).not.toContain('different ends');
});
