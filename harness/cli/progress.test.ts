// Progress: one living line on a terminal, a few plain lines elsewhere.
import { expect, test } from 'vitest';
import { PROGRESS_INTERVAL_MS } from '../model/limits.ts';
import { startProgress } from './progress.ts';
import { fakeHost } from './tests/fake-host.ts';

const at = (casesDone: number, elapsedMs: number, variant = 'shared') => ({
  scenario: 'btw/leaves',
  variant,
  beside: 0,
  casesDone,
  casesPlanned: 2000,
  findings: casesDone > 500 ? 1 : 0,
  elapsedMs,
});

test('on a terminal one line is rewritten, and taken away at the end', () => {
  const { stderr, err } = fakeHost({ isLive: true });
  const progress = startProgress(stderr);
  progress.update(at(100, 50));
  progress.update(at(1200, 1500));
  progress.say('a remark');
  progress.end();
  progress.end();
  expect(JSON.stringify(err()).replaceAll(String.raw`\r\u001b[2K`, '\n<clear>')).toMatchInlineSnapshot(`
    ""
    <clear>100 of 2,000 cases, no findings, 50 ms, in btw/leaves/shared
    <clear>1,200 of 2,000 cases, 1 finding, 1.5 s, in btw/leaves/shared
    <clear>a remark\\n1,200 of 2,000 cases, 1 finding, 1.5 s, in btw/leaves/shared
    <clear>""
  `);
});

test('what runs beside is counted', () => {
  const { stderr, err } = fakeHost();
  startProgress(stderr).update({ ...at(100, 50), beside: 3 });
  expect(err()).toBe('100 of 2,000 cases, no findings, 50 ms, in btw/leaves/shared and 3 others\n');
});

test('a line that is too long for the terminal is cut, or it could not be rewritten', () => {
  const { stderr, err } = fakeHost({ isLive: true });
  stderr.screen = { ...stderr.screen, columns: 40 };
  startProgress(stderr).update(at(100, 50, 'a-variant-with-a-long-name'));
  expect(err().replace('\r\u001b[2K', '')).toHaveLength(39);
});

test('elsewhere there is a line for every new variant, one now and then, and one at the end', () => {
  const { stderr, err } = fakeHost();
  const progress = startProgress(stderr);
  for (let done = 10; done <= 1000; done += 10) progress.update(at(done, done));
  progress.update(at(1010, 1100, 'per-call'));
  progress.update(at(1020, 1100 + PROGRESS_INTERVAL_MS, 'per-call'));
  progress.update(at(2000, 12_000, 'per-call'));
  progress.update(at(2000, 12_001, 'per-call'));
  progress.end();
  expect(`\n${err()}`).toMatchInlineSnapshot(`
    "
    10 of 2,000 cases, no findings, 10 ms, in btw/leaves/shared
    1,010 of 2,000 cases, 1 finding, 1.1 s, in btw/leaves/per-call
    1,020 of 2,000 cases, 1 finding, 11.1 s, in btw/leaves/per-call
    2,000 of 2,000 cases, 1 finding, 12 s, in btw/leaves/per-call
    "
  `);
});

test('names cannot move the cursor', () => {
  const { stderr, err } = fakeHost();
  startProgress(stderr).update(at(1, 1, '\u001b[2J'));
  expect(err()).not.toContain('\u001b');
});

test('where the number of cases is only known at the end, it is said to be an estimate', () => {
  const { stderr, err } = fakeHost();
  startProgress(stderr).update({ ...at(100, 50), isEstimate: true });
  expect(err()).toBe('100 of about 2,000 cases, no findings, 50 ms, in btw/leaves/shared\n');
});
