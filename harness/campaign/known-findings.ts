// What a variant is known to show → whether a failing case is another sight of it. Where a scenario draws programs, one
// fingerprint may have several causes: each smallest case is one.
import type { Case } from '../model/case.ts';
import type { Sign } from '../model/issue.ts';
import { PROGRAM_CAUSES_MAX } from '../model/limits.ts';
import { featuresOf, hashFeatures, isWithin } from '../model/signature.ts';

/** A finding that is known, by its smallest case. `isUnseen`: only a case that was kept has shown it so far. */
export type KnownFinding = { fingerprint: string; shrunk: Case; isUnseen?: boolean; signs?: Sign[] };

/** The findings known so far. */
export class KnownFindings {
  /** By the fingerprint without a cause: the causes, each with the features of its smallest case. */
  readonly #causes = new Map<string, { id: string; features: string[] }[]>();

  constructor(known: readonly KnownFinding[]) {
    for (const { fingerprint, shrunk } of known) this.#add(withoutCause(fingerprint), fingerprint, shrunk);
  }

  /** The finding that the case is another sight of, undefined when there is none. */
  find(fingerprint: string, kase: Case): string | undefined {
    const causes = this.#causes.get(fingerprint) ?? [];
    if (kase.program === undefined) return causes[0]?.id;
    const features = featuresOf(kase);
    const explained = causes.find((cause) => isWithin(cause.features, features));
    // Where there are that many, they are more likely one whose smallest cases look different.
    return (explained ?? (causes.length < PROGRAM_CAUSES_MAX ? undefined : causes[0]))?.id;
  }

  /** Learns of a finding by its smallest case; the id that it counts under. */
  add(fingerprint: string, shrunk: Case): string {
    const id =
      shrunk.program === undefined ? fingerprint : `${fingerprint}-${hashFeatures(featuresOf(shrunk))}`;
    this.#add(fingerprint, id, shrunk);
    return id;
  }

  #add(fingerprint: string, id: string, shrunk: Case): void {
    const causes = this.#causes.get(fingerprint) ?? [];
    this.#causes.set(fingerprint, [...causes, { id, features: featuresOf(shrunk) }]);
  }
}

/** The fingerprint of a finding, without what tells one cause of it from another. */
export function withoutCause(id: string): string {
  return id.split('-', 1)[0]!;
}
