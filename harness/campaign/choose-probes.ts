// What is known of a line of releases → which to try next. A finding may come, go and come back, so that two ends alone
// tell nothing: first a grid over the line is tried, then every change between two neighbours of it is narrowed down. Pure:
// what is under way is part of what is known, so any number of workers may ask.
import type { ProbeVerdict } from '../model/bisect-result.ts';
import { minorOf } from '../model/release.ts';

/** What is known of one release. */
export type ProbeState = ProbeVerdict | 'under way' | 'unknown';

/** Indexes that are tried in any case: the first and the last of every minor, and `base` where the line has it. */
export function gridOf(releases: readonly string[], base?: string): number[] {
  return releases.flatMap((version, index) => {
    const isEdge = [releases[index - 1], releases[index + 1]].some(
      (other) => other === undefined || minorOf(other) !== minorOf(version),
    );
    return isEdge || version === base ? [index] : [];
  });
}

/** At most `free` indexes to try now. None and nothing under way: the line is done. */
export function chooseProbes(states: readonly ProbeState[], grid: readonly number[], free: number): number[] {
  const open = grid.filter((index) => states[index] === 'unknown').slice(0, free);
  if (open.length > 0 || grid.some((index) => states[index] === 'unknown')) return open;
  const chosen: number[] = [];
  for (const [start, end] of listGaps(states)) {
    if (chosen.length >= free) break;
    chosen.push(...spread(start, end, free - chosen.length));
  }
  return chosen;
}

/**
 * Gaps, both ends tried and nothing between them tried or under way, within which the line changes from good to bad or
 * back. One whose ends agree may hide a range that is shorter; nothing short of trying everything would show it.
 */
function listGaps(states: readonly ProbeState[]): [start: number, end: number][] {
  const tried = states.flatMap((state, index) => (state === 'unknown' ? [] : [index]));
  return tried.flatMap((start, nth): [number, number][] => {
    const end = tried[nth + 1];
    if (end === undefined || end === start + 1) return [];
    if (states[start] === 'under way' || states[end] === 'under way') return [];
    const [left, right] = [nearest(states, start, -1), nearest(states, end, 1)];
    if ((left === 'bad') === (right === 'bad')) return [];
    // Behind the last verdict of a line, between two without one, a search has nothing to go by.
    const isEndless = left === undefined || right === undefined;
    if (isEndless && states[start] === 'inconclusive' && states[end] === 'inconclusive') return [];
    return [[start, end]];
  });
}

/** The verdict at `from`, or the next one in that direction that is one. */
function nearest(states: readonly ProbeState[], from: number, by: 1 | -1): 'good' | 'bad' | undefined {
  for (let index = from; index >= 0 && index < states.length; index += by) {
    const state = states[index];
    if (state === 'good' || state === 'bad') return state;
  }
  return undefined;
}

/** Indexes between `start` and `end`, `count` at most, that part them into pieces of one size: 1 halves them, 2 make thirds. */
function spread(start: number, end: number, count: number): number[] {
  const inside = end - start - 1;
  const pieces = Math.min(count, inside) + 1;
  return Array.from(
    { length: pieces - 1 },
    (_, nth) => start + Math.floor(((nth + 1) * (inside + 1)) / pieces),
  );
}
