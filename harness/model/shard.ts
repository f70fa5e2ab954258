// A part of a run for one of several machines: which cases of every scenario and variant it takes. A case is a function of
// seed, strategy and index alone, so all the parts together are the run that was not divided, case by case.

/** The `nth` part (from 1) of `of`. */
export type Shard = { nth: number; of: number };

/** A run that is not divided. */
export const WHOLE: Shard = { nth: 1, of: 1 };

/** Most parts of one run: more than any farm has, and few enough that a mistyped number is seen. */
export const SHARDS_MAX = 10_000;

/**
 * Whether the shard takes case `index`. Cases are dealt out in turn, so that every part gets of every variant and of every
 * strategy, however far the time lets it come; the natural run, case 0, is of the first. `together` cases in a row stay in
 * one part: all that are drawn of one program.
 */
export function takesCase({ nth, of }: Shard, index: number, together = 1): boolean {
  return Math.floor(index / together) % of === nth - 1;
}

/** The last case that the shard takes before `index`, undefined when there is none. */
export function caseBefore(shard: Shard, index: number, together = 1): number | undefined {
  const least = Math.max(0, index - 1 - shard.of * together);
  for (let at = index - 1; at >= least; at--) if (takesCase(shard, at, together)) return at;
  return undefined;
}

/** How many of the first `cases` the shard takes. */
export function countTaken({ nth, of }: Shard, cases: number, together = 1): number {
  const round = of * together;
  const rest = (cases % round) - (nth - 1) * together;
  return Math.floor(cases / round) * together + Math.min(together, Math.max(0, rest));
}

/** `2/5`, as `--shard` takes it. */
export function formatShard({ nth, of }: Shard): string {
  return `${nth}/${of}`;
}
