// Versions as registries list them: their order, and what bounds of a search mean.
import { expect, test } from 'vitest';
import { compareReleases, isPrerelease, isRelease, isWithin, majorOf, minorOf } from './release.ts';

test('releases are ordered by number, and prereleases come before what they lead to', () => {
  // The order of the example in section 11 of Semantic Versioning, and what text would sort wrongly.
  const sorted = [
    '0.9.0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.2',
    '1.0.0-alpha.10',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '2.0.0',
    '10.0.0',
  ];
  expect(sorted.toReversed().toSorted(compareReleases)).toEqual(sorted);
  for (const version of sorted) expect(compareReleases(version, version)).toBe(0);
  expect(compareReleases('1.0.0+build.1', '1.0.0')).toBe(0);
});

test('what has not three numbers is no release', () => {
  expect(['8.5.0', '8.5.0-rc.1', '8.5.0+x'].filter(isRelease)).toHaveLength(3);
  expect(['8', '8.5', 'latest', 'v8.5.0', '8.5.0.1', ''].filter(isRelease)).toEqual([]);
  expect(['8.5.0', '8.5.0-rc.1'].map(isPrerelease)).toEqual([false, true]);
});

test('majors and minors name the lines', () => {
  expect(['10.4.1', '10.4.0-rc.1'].map((version) => [majorOf(version), minorOf(version)])).toEqual([
    ['10', '10.4'],
    ['10', '10.4'],
  ]);
});

test.each([
  [{ from: '8' }, ['8.0.0-rc.1', '8.0.0', '8.4.1', '8.5.0', '10.0.0']],
  [{ to: '8.4' }, ['7.30.2', '8.0.0-rc.1', '8.0.0', '8.4.1']],
  [{ from: '8.0.0', to: '8.5.0' }, ['8.0.0', '8.4.1', '8.5.0']],
  [{ from: '8.4', to: '8' }, ['8.4.1', '8.5.0']],
  [{ from: '9', to: '8' }, []],
])('the bounds %j hold what they begin', (bounds, expected) => {
  const all = ['7.30.2', '8.0.0-rc.1', '8.0.0', '8.4.1', '8.5.0', '10.0.0'];
  expect(all.filter((version) => isWithin(version, bounds))).toEqual(expected);
});
