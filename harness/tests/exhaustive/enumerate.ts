// All cases of a small scenario up to a bound → what came of them, run in a process of its own.
import { fileURLToPath } from 'node:url';
import type { Case } from '../../model/case.ts';
import { askWorld } from '../../simulate/tests/ask-world.ts';

/**
 * What is run: the tree, reduced or not, or with `plain` every combination of actions at these events (at the quiescent point, and in
 * so many turns) and of these events held for up to so many others, or with `cases` those.
 */
export type EnumerationRequest = {
  file: string;
  variant: string;
  bound: number;
  isReduced: boolean;
  plain?: { events: string[]; turns: number; passes: number };
  cases?: Case[];
};

/**
 * What came of it: `outcomes` leave out when and how often something was tried; `natural` are the events of the natural run, where the
 * tree was walked; `departed` are runs that were not what they should be by an earlier one.
 */
export type Enumerated = {
  outcomes: string[];
  findings: string[];
  /** Hashes of what happened. */
  traces: string[];
  cases: string[];
  failing: Case[];
  natural: string[];
  departed: unknown[];
};

/** The module of a scenario beside this one. */
export function smallScenario(name: string): string {
  return fileURLToPath(new URL(`./${name}/scenario.ts`, import.meta.url));
}

/** Runs them. */
export async function enumerate(
  request: Omit<EnumerationRequest, 'isReduced'> & { isReduced?: boolean },
): Promise<Enumerated> {
  const full: EnumerationRequest = { isReduced: true, ...request };
  return askWorld(new URL('./enumerate-in-world.ts', import.meta.url), full);
}
