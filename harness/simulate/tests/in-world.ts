// Cases → their whole traces, run one after the other in a process of their own.
import type { Case, EventId } from '../../model/case.ts';
import type { Trace } from '../../model/trace.ts';
import type { Detail } from '../run-case.ts';
import { askWorld } from './ask-world.ts';

/** What the process is asked to do. */
export type WorldRequest = { file: string; runs: RunRequest[] };

/** One case, and how it is run: in detail, or with the microtask turns of its events counted. */
type RunRequest = { case: Case; detail: Detail; isMetered?: true };

/** One run: its trace, the hash of that, and whether the process was fit for another case. */
export type WorldRun = { trace: Trace; hash: string; isClean: boolean; turns?: ReadonlyMap<EventId, number> };

/** Runs `cases` of the scenario module `file`, in this order, in one new process, with `options` of Node's command line. */
export async function runInWorld(
  file: string,
  cases: (Case | RunRequest)[],
  ...options: string[]
): Promise<WorldRun[]> {
  const runs = cases.map((entry) => ('case' in entry ? entry : { case: entry, detail: 'frames' as const }));
  const request: WorldRequest = { file, runs };
  return askWorld(new URL('./run-in-world.ts', import.meta.url), request, options);
}

/** What the actors of a run noted, each with the virtual time it was noted at. */
export function listNotes({ events }: Trace): string[] {
  return events.flatMap((event) => (event.kind === 'note' ? [`${event.ms} ${event.text}`] : []));
}
