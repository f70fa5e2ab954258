// Summaries of all targets → what is claimed of the explorer, and where it does not hold.
import type { BaselineName, ContenderName } from './attempt.ts';
import { RARE_SHARE } from './limits.ts';
import { cpuRatio, failingShare, runsRatio, type Ratio, type Summary } from './summarize.ts';

/** The summaries of a measurement, by target and contender. */
export class Summaries {
  readonly #all: readonly Summary[];

  constructor(all: readonly Summary[]) {
    this.#all = all;
  }

  /** Every target, in the order in which it was measured. */
  get targets(): string[] {
    return [...new Set(this.#all.map(({ target }) => target))];
  }

  /** Those of some targets. */
  only(isWanted: (target: string) => boolean): Summaries {
    return new Summaries(this.#all.filter(({ target }) => isWanted(target)));
  }

  /** Undefined where it was not measured. */
  of(target: string, contender: ContenderName): Summary | undefined {
    return this.#all.find((summary) => summary.target === target && summary.contender === contender);
  }

  /** Those of the targets at which both were measured. */
  both(one: ContenderName, other: ContenderName): Summaries {
    return this.only((target) => this.of(target, one) !== undefined && this.of(target, other) !== undefined);
  }

  /** All of one contender. */
  by(contender: ContenderName): Summary[] {
    return this.#all.filter((summary) => summary.contender === contender);
  }

  /** A ratio per target at which both were measured, the least first. Without those at which it cannot be told. */
  ratios(
    one: ContenderName,
    other: ContenderName,
    ratioOf: (one: Summary, other: Summary) => Ratio | undefined,
  ): Ratio[] {
    return this.targets
      .flatMap((target): Ratio[] => {
        const [left, right] = [this.of(target, one), this.of(target, other)];
        const ratio = left !== undefined && right !== undefined ? ratioOf(left, right) : undefined;
        return ratio === undefined ? [] : [ratio];
      })
      .toSorted((left, right) => left.value - right.value);
  }
}

/** How many times less processor time the portfolio takes than a baseline, at targets that fail in few of the baseline's runs. */
export function rareRatios(summaries: Summaries, baseline: BaselineName): Ratio[] {
  const isRare = (target: string): boolean => failingShare(summaries.of(target, baseline)!) < RARE_SHARE;
  return summaries.ratios(baseline, 'portfolio', cpuRatio).filter(({ target }) => isRare(target));
}

/** How many times more cases the portfolio takes than the random walk, the most first. */
export function walkRatios(summaries: Summaries): Ratio[] {
  return summaries.ratios('portfolio', 'uniform', runsRatio).toReversed();
}
