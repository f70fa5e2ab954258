// How a variant is explored in a test: what the test says, then what the configuration says, then what is usual.
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import type { ClosecallConfig } from '../model/config.ts';
import type { ScenarioTestOptions } from './scenario-test.ts';
import { settleOptions, type SettledOptions } from './settle-options.ts';

const root = resolve('work', 'packages', 'client');

const settle = (
  options: ScenarioTestOptions = {},
  config: ClosecallConfig = {},
  cwd = root,
): SettledOptions => settleOptions(options, config, { id: 'streams/leaves/shared', root, cwd });

test('by itself it is that of every project', () => {
  expect(settle()).toEqual({
    seed: 1,
    explore: 'portfolio',
    cases: 200,
    corpus: { root, onUnreadable: expect.any(Function) as unknown },
    outDir: join('reports', 'vitest', 'streams-leaves-shared'),
  });
});

test('what a test leaves out is that of the configuration', () => {
  const config: ClosecallConfig = {
    seed: 5,
    explore: 'pct',
    cases: 7,
    timeBudget: '2s',
    corpus: false,
    out: 'elsewhere',
  };
  expect(settle({}, config)).toEqual({
    seed: 5,
    explore: 'pct',
    cases: 7,
    timeBudgetMs: 2_000,
    outDir: join('reports', 'vitest', 'streams-leaves-shared'),
  });
  expect(settle({ seed: 6, explore: 'pos', cases: 8, timeBudgetMs: 9 }, config)).toMatchObject({
    seed: 6,
    explore: 'pos',
    cases: 8,
    timeBudgetMs: 9,
  });
});

test('a test repeats, and draws', () => {
  expect(settle({}, { seed: 'random', explore: 'exhaustive' })).toMatchObject({
    seed: 1,
    explore: 'portfolio',
  });
  expect(() => settle({ explore: 'exhaustive' })).toThrow(ClosecallError);
  expect(() => settle({}, { explore: 'pcd' })).toThrow('"pcd" is no strategy that draws cases');
  expect(() => settle({}, { timeBudget: 'soon' })).toThrow('timeBudget soon: expected a time');
});

describe('the folder is below the project, and shown', () => {
  test('from where vitest runs, when it is below that', () => {
    const shown = join('packages', 'client', 'found', 'streams-leaves-shared');
    expect(settle({ out: 'found' }, {}, resolve('work')).outDir).toBe(shown);
  });

  test('in full elsewhere', () => {
    expect(settle({ out: 'found' }, {}, resolve('other')).outDir).toBe(
      join(root, 'found', 'streams-leaves-shared'),
    );
    const out = resolve('tmp', 'found');
    expect(settle({ out }).outDir).toBe(join(out, 'streams-leaves-shared'));
  });
});
