// argv of the bench → what is measured.
import { expect, it } from 'vitest';
import { readBenchOptions } from './bench-options.ts';
import { CASE_CAP, SEEDS } from './power/limits.ts';

it('measures every part, of the power a sample', () => {
  const { parts, power } = readBenchOptions([]);
  expect(parts).toEqual(['speed', 'heap', 'workers', 'power', 'shrink', 'grouping']);
  expect(power.targets).not.toEqual([]);
  expect(power.seeds).toBeLessThan(SEEDS);
});

it('measures the whole power where it is asked for', () => {
  expect(readBenchOptions(['--only', 'power'])).toMatchObject({
    parts: ['power'],
    power: { targets: [], seeds: SEEDS, cap: CASE_CAP },
  });
});

it('keeps to three figures where programs read them', () => {
  expect(readBenchOptions(['--json']).parts).toEqual(['speed', 'heap']);
});

it('takes selections', () => {
  const args = [
    '--only=power',
    '--targets=btw/,planted/x',
    '--contenders=pct,loopback',
    '--seeds=3',
    '--cap=1_000',
  ];
  expect(readBenchOptions([...args, '--results=x.json']).power).toEqual({
    targets: ['btw/', 'planted/x'],
    contenders: ['pct', 'loopback'],
    seeds: 3,
    cap: 1_000,
    results: 'x.json',
  });
  expect(readBenchOptions(['--only=grouping', '--failures=x.jsonl']).failures).toBe('x.jsonl');
  expect(readBenchOptions(['--only=heap', '--heap-cases=1_000_000']).heapToCase).toBe(1_000_000);
});
