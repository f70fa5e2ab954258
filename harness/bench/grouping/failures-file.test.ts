// What was collected is there for the next process, and nothing is where nothing was asked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../../tests/explore-for-test.ts';
import { FailuresFile, type CollectedPlace } from './failures-file.ts';

const place: CollectedPlace = { kind: 'planted', label: 'planted/a', place: 'x/y', failures: [], signs: [] };

it('keeps places, a line each, for whoever goes on', () => {
  const path = join(makeFolder(), 'failures.jsonl');
  const file = new FailuresFile(path);
  expect(file.find('planted/a', 'x/y')).toBeUndefined();
  file.add(place);
  file.add({ ...place, place: 'x/z' });
  const heir = new FailuresFile(path);
  expect(heir.find('planted/a', 'x/y')).toEqual(place);
  expect(heir.find('planted/b', 'x/y')).toBeUndefined();
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
});

it('keeps nothing without a path', () => {
  const file = new FailuresFile(undefined);
  file.add(place);
  expect(file.find('planted/a', 'x/y')).toBe(place);
});
