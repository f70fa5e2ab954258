// How a run chooses among the events that are ready, where its case does not say it event by event: plain data, so that a case
// with a policy is as repeatable as one without. What a policy chose can always be written as a schedule instead.
/**
 * A rule for every choice of a run, in choices counted from 0. All randomness comes from `seed`.
 * - `uniform`: each event that is ready is as likely as the others. With `from`, only behind so many events of the run; up to
 *   there the schedule and the natural order decide, as if there were no policy.
 * - `pct`: every lane has a random priority, the highest goes first, and at the choices `changes` the lane that would
 *   go next becomes the last (Burckhardt et al., ASPLOS 2010).
 * - `pos`: every event has a random priority of its own, drawn again when an event goes first that it depends on (Yuan et al.,
 *   CAV 2018).
 * - `weighted`: a lane is as likely as the number of events that it still has, `counts` being those of the natural run: an
 *   approximation of the uniform distribution over whole interleavings (the random walk of SURW, Zhao et al., ASPLOS 2025).
 * - `starve`: events whose lane begins with `lanes` wait while something else is ready, for `steps` choices from choice `from`.
 */
export type Policy =
  | { kind: 'uniform'; seed: number; from?: number }
  | { kind: 'pct'; seed: number; changes: number[] }
  | { kind: 'pos'; seed: number }
  | { kind: 'weighted'; seed: number; counts: Record<string, number> }
  | { kind: 'starve'; lanes: string; from: number; steps: number };

/** The policy on one line: `pct seed 7 changes 3,12`. */
export function formatPolicy(policy: Policy): string {
  switch (policy.kind) {
    case 'pct':
      return `pct seed ${policy.seed} changes ${policy.changes.join(',')}`;
    case 'starve':
      return `starve ${policy.lanes} from ${policy.from} for ${policy.steps}`;
    case 'uniform':
      return `uniform seed ${policy.seed}${policy.from === undefined ? '' : ` from event ${policy.from}`}`;
    default:
      return `${policy.kind} seed ${policy.seed}`;
  }
}
