// A sweep goes through all there is, each thing once, and says how far it is.
import { expect, test } from 'vitest';
import { countSweep, coverageOf, placeOf, type SweepPlan } from './sweep-plan.ts';

const PLANS: SweepPlan[] = [
  { points: 5, faults: 3 },
  { points: 6, faults: 1 },
  { points: 3, faults: 0 },
  { points: 0, faults: 4 },
  { points: 1, faults: 1 },
];

test.each(PLANS)('of $points points and $faults faults every place of every part comes once', (plan) => {
  const places = Array.from({ length: countSweep(plan) }, (_, index) => placeOf(plan, index));
  expect(places[0]).toBe(undefined);
  const named = places.slice(1).map((place) => `${place?.part} ${place?.nth}`);
  expect(new Set(named).size).toBe(named.length);
  expect(named.some((name) => name.startsWith('undefined'))).toBe(false);
  for (const { part, tried, of } of coverageOf(plan, countSweep(plan))) {
    expect(tried).toBe(of);
    expect(named.filter((name) => name.replace(/ \d+$/, '') === part).length).toBe(of);
  }
  expect(placeOf(plan, countSweep(plan))).toBe(undefined);
});

test.each(PLANS)('of $points points and $faults faults the coverage is what was gone through', (plan) => {
  const tried = new Map<string, number>();
  for (let cases = 0; cases <= countSweep(plan); cases++) {
    const place = placeOf(plan, cases - 1);
    if (place !== undefined && cases > 0) tried.set(place.part, (tried.get(place.part) ?? 0) + 1);
    for (const { part, tried: told } of coverageOf(plan, cases)) expect(told).toBe(tried.get(part) ?? 0);
  }
});
