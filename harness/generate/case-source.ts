// (seed, strategy, index) → Case, alone: the order in which cases are drawn, by whom and on how many machines, changes nothing.
import fc from 'fast-check';
import { naturalCase, type Case, type Program } from '../model/case.ts';
import type { Profile } from '../model/profile.ts';
import { PORTFOLIO, type CaseDraw, type DrawingStrategy, type StrategyName } from '../model/strategy.ts';
import { caseArbitrary } from './case-arbitrary.ts';
import { ORDERS } from './order-arbitrary.ts';
import { sweepOf } from './sweep.ts';

/** Gives case `index` (from 0) of a run. Case 0 is the natural run. */
export type CaseSource = (index: number) => Case;

/** The cases of one scenario and variant, or of one of its programs; `turn` is the place of the first strategy in the portfolio. */
export function caseSource(
  scenario: string,
  variant: string,
  profile: Profile,
  { seed, explore }: CaseDraw,
  program?: Program,
  turn = 0,
): CaseSource {
  if (explore === 'sweep') return sweepOf(scenario, variant, profile, program).caseAt;
  const names = namesOf(explore);
  const arbitraries = names.map((name) =>
    caseArbitrary(scenario, variant, profile, ORDERS[name], program !== undefined),
  );
  return (index) => {
    if (index === 0) return naturalCase(scenario, variant, program);
    if (arbitraries.length === 0) throw new Error(`case ${index} was not drawn: ${explore} draws none`);
    const arbitrary = arbitraries[(turn + index - 1) % arbitraries.length]!;
    const kase = fc.sample(arbitrary, { seed: mix(seed, index), numRuns: 1 })[0]!;
    // Its keys are in the order of the format: the trace hash reads them as they come.
    return program === undefined ? kase : { ...naturalCase(scenario, variant, program), ...kase, program };
  };
}

function namesOf(explore: Exclude<StrategyName, 'sweep'>): readonly DrawingStrategy[] {
  if (explore === 'portfolio') return PORTFOLIO;
  return explore === 'exhaustive' ? [] : [explore];
}

/** The n-th program (from 0) of the run with `seed`, alone by both. */
export function programSource(draw: fc.Arbitrary<Program>, seed: number): (nth: number) => Program {
  return (nth) => fc.sample(draw, { seed: mix(~seed, nth), numRuns: 1 })[0]!;
}

/** A 32-bit integer from two, with every bit of both in every bit (murmur3's finaliser). */
function mix(seed: number, index: number): number {
  let hash = Math.imul(seed | 0, 0x85eb_ca6b) ^ Math.imul(index + 1, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
