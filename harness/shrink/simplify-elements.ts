// One element of a case → simpler ones of the same kind: fewer turns, shorter delays and holds. Events stay where they
// are: an earlier one is another moment, not a simpler one.
import type { Case, Deviation, Fault, Injection } from '../model/case.ts';

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

function simplerFaults(fault: Fault): Fault[] {
  switch (fault.kind) {
    case 'delay':
    case 'slow-connect':
      return smallerNumbers(fault.ms, 1).map((ms) => ({ ...fault, ms }));
    case 'split':
      // Larger pieces are simpler: fewer of them.
      return [64, 32, 16].filter((bytes) => bytes > fault.bytes).map((bytes) => ({ ...fault, bytes }));
    case 'merge':
      return smallerNumbers(fault.items, 2).map((items) => ({ ...fault, items }));
    case 'unauthorized': {
      const candidates: Fault[] = [];
      if (fault.until !== 'once') candidates.push({ ...fault, until: 'once' });
      if (fault.body !== 'none') candidates.push({ ...fault, body: 'none' });
      if (fault.body === 'large') candidates.push({ ...fault, body: 'small' });
      return candidates;
    }
    default:
      return [];
  }
}

function simplerDeviations({ hold, for: count }: Deviation): Deviation[] {
  return smallerNumbers(count, 1).map((fewer) => ({ hold, for: fewer }));
}

/** `least`, then ever smaller steps down: a bisection towards the smallest number that still fails. */
function smallerNumbers(value: number, least: number): number[] {
  const candidates = [least];
  for (let step = (value - least) >> 1; step >= 1; step >>= 1) candidates.push(value - step);
  return [...new Set(candidates)].filter((candidate) => candidate >= least && candidate < value);
}
