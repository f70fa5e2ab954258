// One element of a case → simpler ones of the same kind: fewer turns, shorter delays and holds. Events stay where they
// are: an earlier one is another moment, not a simpler one.
import type { Case, Deviation, Injection } from '../model/case.ts';
import { simplerFaults } from './simpler-faults.ts';
import { smallerNumbers } from './smaller-numbers.ts';

/** Tries every simpler form of every element; true when one was accepted. */
export async function simplifyElements(
  best: () => Case,
  accept: (candidate: Case) => Promise<boolean>,
): Promise<boolean> {
  let hasShrunk = false;
  const attempt = async <K extends 'faults' | 'actions' | 'schedule'>(
    key: K,
    simpler: (element: Case[K][number]) => Case[K][number][],
  ): Promise<void> => {
    for (let index = 0; index < best()[key].length; index++)
      for (const candidate of simpler(best()[key][index]!))
        if (await accept({ ...best(), [key]: best()[key].with(index, candidate as never) })) {
          hasShrunk = true;
          break;
        }
  };
  await attempt('actions', simplerInjections);
  await attempt('faults', simplerFaults);
  await attempt('schedule', simplerDeviations);
  return hasShrunk;
}

function simplerInjections({ do: name, at, turns, afterMs }: Injection): Injection[] {
  const candidates: Injection[] = [];
  if (turns !== undefined || afterMs !== undefined) candidates.push({ do: name, at });
  if (turns !== undefined)
    for (const fewer of smallerNumbers(turns, 0)) candidates.push({ do: name, at, turns: fewer });
  if (afterMs !== undefined)
    for (const shorter of smallerNumbers(afterMs, 1)) candidates.push({ do: name, at, afterMs: shorter });
  return candidates;
}

function simplerDeviations({ hold, for: count }: Deviation): Deviation[] {
  return smallerNumbers(count, 1).map((fewer) => ({ hold, for: fewer }));
}
