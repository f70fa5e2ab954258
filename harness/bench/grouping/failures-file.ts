// Collected failures ↔ a file, one place a line of JSON: a collection that was interrupted goes on where the file ends, and what is said
// of grouping can be said again without running anything.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Failure, SeedSign } from './collect-order.ts';

/** A place with one known defect, and what three runs of it came to. */
export type CollectedPlace = {
  kind: 'generation' | 'planted';
  /** The planted defect, or the generation where it was explored. */
  label: string;
  /** Scenario and variant: findings are told by place, and those of two places are never one. */
  place: string;
  failures: Failure[];
  signs: SeedSign[];
};

/** All places that were collected; without a path they are kept nowhere. */
export class FailuresFile {
  readonly #path: string | undefined;
  readonly #places: CollectedPlace[];

  constructor(path: string | undefined) {
    this.#path = path;
    this.#places = path === undefined || !existsSync(path) ? [] : readPlaces(path);
  }

  /** The place, when it was collected. */
  find(label: string, place: string): CollectedPlace | undefined {
    return this.#places.find((known) => known.label === label && known.place === place);
  }

  /** Keeps one more. */
  add(place: CollectedPlace): void {
    this.#places.push(place);
    if (this.#path !== undefined) appendFileSync(this.#path, `${JSON.stringify(place)}\n`);
  }
}

/** Reads what a collection has left. */
export function readPlaces(path: string): CollectedPlace[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as CollectedPlace);
}
