// The steps that a curve is drawn from, by how many runs can be afforded.
import { expect, test } from 'vitest';
import type { Case } from '../model/case.ts';
import { toyRun } from '../explain/tests/toy-run.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { CandidateRuns, type CandidateRun } from './candidate-runs.ts';
import { drawCurve } from './draw-curve.ts';

/** Runs that fail from a step on; `left` of them can be afforded. */
class ToyRuns extends CandidateRuns {
  readonly #fails: (from: number) => boolean;
  #left: number;

  constructor(fails: (from: number) => boolean, left: number) {
    super({} as Scenario, { fingerprint: '', all: new Set() } as never, { barred: [], note: () => {} });
    this.#fails = fails;
    this.#left = left;
  }

  override leftOf(): number {
    return this.#left;
  }

  override async run({ policy }: Case): Promise<CandidateRun> {
    this.#left--;
    if (policy?.kind !== 'uniform') throw new Error('a continuation is drawn');
    return { outcome: this.#fails(policy.from ?? 0) ? 'same' : 'pass' };
  }
}

const run = toyRun(Array.from({ length: 40 }, (_, nth) => ({ event: `timer#${nth}` })));

test('both ends are looked at, also where nothing can be afforded', async () => {
  const curve = await drawCurve(new ToyRuns(() => true, 0), run, 40, 1, undefined);
  expect(curve.points.map(({ step }) => step)).toEqual([0, 40]);
  expect(curve).toMatchObject({ certainFrom: 0, isExact: true });
});

test('a race is narrowed down to the step in which it becomes certain', async () => {
  const curve = await drawCurve(new ToyRuns((from) => from >= 23, Infinity), run, 40, 1, undefined);
  expect(curve).toMatchObject({ certainFrom: 23, isExact: true });
});

test('what is scarce is spent from the end on', async () => {
  const scarce = await drawCurve(new ToyRuns((from) => from >= 23, 41), run, 40, 1, undefined);
  expect(scarce.points.map(({ step }) => step)).toEqual([0, 36, 40]);
  expect(scarce).toMatchObject({ certainFrom: 36, isExact: false });
});
