// One case on every variant of its scenario: what a run of another case comes to beside the failing one, and what all of them
// say together.

/**
 * What a run that differs from the failing one came to. `same`: the finding, by its fingerprint. `alike`: its promise, code
 * and kind of subject, at another place. `other`: the finding is gone, and something fails that did not. `gone`: the finding
 * is gone, and whatever else fails failed before. `not applied`: it passed, but a fault or an action of the case never
 * happened in it. `no verdict`: a limit was reached, or the run is inconclusive. `died`: it took its process down.
 */
export type RunOutcome = 'same' | 'alike' | 'other' | 'gone' | 'pass' | 'not applied' | 'no verdict' | 'died';

/** The case on one variant. `finding` says what failed there, where something did: `oracle code`. */
export type VariantOutcome = { variant: string; outcome: RunOutcome; finding?: string };

/** The same case on every variant, its own first. `headline` says in words what that comes to. */
export type Differential = { headline: string; variants: VariantOutcome[] };

/** True when the finding itself is gone and nothing new has come. */
export function isPassing(outcome: RunOutcome): outcome is 'pass' | 'gone' {
  return outcome === 'pass' || outcome === 'gone';
}
