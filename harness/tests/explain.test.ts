// Saved failures, explained by the whole line: what is said of them is true of runs that are made here once more.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { explainFile } from '../campaign/explain-file.ts';
import { askWorker } from '../campaign/worker-process.ts';
import type { Case } from '../model/case.ts';
import { isUnsaid, type Explanation, type ExplainOutcome, type Unsaid } from '../model/explanation.ts';
import { renderExplainScreen } from '../report/explanation-screen.ts';
import { plainScreen } from '../report/screen.ts';
import { ROOT, scenarioFile } from './explore-for-test.ts';

function explain(scenario: string, name: RegExp): Promise<ExplainOutcome> {
  const folder = join(dirname(scenarioFile(scenario)), 'repros');
  const file = readdirSync(folder).find((candidate) => name.test(candidate))!;
  return explainFile(join(folder, file), { root: ROOT });
}

function said<T extends object>(part: T | Unsaid | undefined): T {
  if (part === undefined || isUnsaid(part)) throw new Error(`not known: ${JSON.stringify(part)}`);
  return part;
}

/** The verdicts of cases of one variant, and the lines of their steps: the first is of what comes before step 1. */
async function run(scenario: string, cases: Case[]): Promise<{ verdict: string; steps: string[] }[]> {
  const file = scenarioFile(scenario);
  const { variant } = cases[0]!;
  const draw = { seed: 1, explore: 'deviations' } as const;
  // No trace has the hash '': the steps of all are told.
  const expected = cases.map(() => '');
  const { runs } = await askWorker({ kind: 'hash', file, variant, draw, picks: cases, expected }, 'hashed');
  return runs.map(({ verdict, steps = [] }) => ({ verdict, steps }));
}

/** Elements of a case that differ from those of another, the other's counted where they are missing. */
function countDifferences(left: Case, right: Case): number {
  const missing = (own: readonly unknown[], others: readonly unknown[]): number => {
    const known = new Set(others.map((one) => JSON.stringify(one)));
    return own.filter((one) => !known.has(JSON.stringify(one))).length;
  };
  return (['faults', 'actions', 'schedule'] as const)
    .map((key) => Math.max(missing(left[key], right[key]), missing(right[key], left[key])))
    .reduce((sum, count) => sum + count, 0);
}

describe('the founding crash', () => {
  let explained: ExplainOutcome;
  let parts: Explanation;
  beforeAll(async () => {
    explained = await explain('btw/left-midway', /shared-use-after-close/);
    parts = explained.explanation!;
  }, 300_000);

  test('has a nearest passing case that differs in one decision, passes, and parts where it says', async () => {
    const { outcome, repro } = explained;
    expect(outcome).toBe('explained');
    const nearest = said(parts.nearest);
    expect(nearest.outcome).toBe('pass');
    expect(countDifferences(nearest.case, repro.case)).toBe(1);
    const [failing, passing] = await run('btw/left-midway', [repro.case, nearest.case]);
    expect([failing?.verdict, passing?.verdict]).toEqual(['fail', 'pass']);
    expect(failing!.steps.findIndex((line, nth) => line !== passing!.steps[nth])).toBe(nearest.partsAt);
    expect(nearest.failing.rows.at(-1)!.isViolation).toBe(true);
    expect(nearest.passing.rows.some(({ isViolation }) => isViolation)).toBe(false);
  });

  test('is a race: seldom at the start, certain at the end', () => {
    const { points, certainFrom, isExact } = said(parts.noReturn);
    const shares = points.map(({ failed, of }) => failed / of);
    expect(shares[0]).toBeLessThan(0.5);
    expect(shares.at(-1)).toBe(1);
    expect(isExact).toBe(true);
    // The consumer leaves in this step; before it nobody had.
    expect(certainFrom).toBe(21);
  });

  test('depends on the step in which its consumer leaves, and not on all', () => {
    const { steps, of } = said(parts.cone);
    expect(steps).toContain(21);
    expect(steps).toContain(parts.violation);
    expect(steps.length).toBeLessThan(of);
  });

  test('needs its one action, and fails only where the session is shared', () => {
    expect(parts.conditions).toEqual([
      { part: 'action', words: 'reader leaves by return @ c0<#5', without: 'pass' },
    ]);
    expect(said(parts.differential).headline).toBe('fails only with shared');
  });

  test('is what docs/explain.md shows', () => {
    const [, ...lines] = renderExplainScreen(explained, plainScreen(), '').trimEnd().split('\n');
    const shown = lines.map((line) => `    ${line}`.trimEnd()).join('\n');
    expect(readFileSync(join(ROOT, 'docs/explain.md'), 'utf8')).toContain(shown);
  });

  test('is explained in the same words by another process', async () => {
    expect((await explain('btw/left-midway', /shared-use-after-close/)).explanation).toEqual(parts);
  });
});

test('a race that a deviation makes needs that deviation, and its nearest passing case is a decision before it', async () => {
  const { explanation, repro } = await explain('event-stream/boot', /guarded-use-after-close/);
  const nearest = said(explanation?.nearest);
  expect(nearest.kind).toBe('schedule');
  expect((await run('event-stream/boot', [nearest.case]))[0]!.verdict).toBe('pass');
  expect(explanation?.conditions).toEqual([
    {
      part: 'deviation',
      words: expect.stringContaining(repro.case.schedule[0]!.hold) as string,
      without: 'pass',
    },
  ]);
  // In the step before the crash the actor comes that was held back.
  expect(said(explanation?.cone).steps).toContain(9);
  expect(nearest.partsAt).toBe(9);
});

test('a case that begins at an event runs up to there as it does without its policy, and then in any order', async () => {
  const { repro } = await explain('event-stream/boot', /guarded-use-after-close/);
  const from = 7;
  const others = Array.from({ length: 8 }, (_, seed): Case => {
    return { ...repro.case, policy: { kind: 'uniform', seed: seed + 1, from } };
  });
  const [own, ...continued] = await run('event-stream/boot', [repro.case, ...others]);
  const beginning = own!.steps.slice(0, from + 1);
  for (const { steps } of continued) expect(steps.slice(0, from + 1)).toEqual(beginning);
  expect(new Set(continued.map(({ steps }) => steps.join('\n'))).size).toBeGreaterThan(2);
});

test('of a run of some hundred steps, with a program and a fault, all parts are told', async () => {
  const { outcome, explanation } = await explain('lab/axios', /prompt-cancel/);
  expect(outcome).toBe('explained');
  const parts = explanation as Explanation;
  expect(said(parts.conditions).map(({ part }) => part)).toContain('program');
  expect(said(parts.noReturn).points.length).toBeGreaterThan(2);
  expect(said(parts.differential).headline).toBe('there is no other variant');
});
