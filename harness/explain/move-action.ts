// An injected action → the same action at other moments of the run, the nearest first: microtask turns inside a step, the
// quiescent point behind it, then the steps before or after. The moments are those of the run without the action, which has
// its beginning.
import { formatInjection, type Case, type EventId, type Injection } from '../model/case.ts';
import type { Observation } from '../model/observation.ts';
import type { Change } from './change.ts';

/** A moment at which an action can come: inside the event after some turns, or behind it where `turns` is not given. */
export type Moment = { at: EventId; turns?: number };

/** The moments of a run, in order. Turn 0 is still in the callback, turn 1 the first microtask. */
export function listMoments({ steps }: Pick<Observation, 'steps'>): Moment[] {
  return steps.flatMap(({ event, turns }) => [
    ...Array.from({ length: Math.max(1, turns) + 1 }, (_, turn): Moment => ({ at: event, turns: turn })),
    { at: event },
  ]);
}

/**
 * The action `index` of the case at earlier and at later moments, the nearest first, at most `count` each. `steps` are those
 * of the run without it. None where the event that it comes with is not among them.
 */
export function moveAction(
  kase: Case,
  index: number,
  without: Pick<Observation, 'steps'>,
  count: number,
): { earlier: Change[]; later: Change[] } {
  const action = kase.actions[index]!;
  const moments = listMoments(without);
  const own = findMoment(moments, action);
  if (own === undefined) return { earlier: [], later: [] };
  // A moment beyond the last turn, or some time behind the event, is none of the list: what is next to it is.
  const isListed = action.afterMs === undefined && moments[own]!.turns === action.turns;
  const first = isListed ? own - 1 : own;
  const earlier = moments.slice(0, Math.max(0, first + 1)).toReversed();
  const later = moments.slice(own + 1);
  const toChange =
    (where: string) =>
    (moment: Moment, nth: number): Change => ({
      kind: 'moved',
      words: `${formatInjection(action)} comes ${where}, ${describeMoment(moment)}`,
      case: { ...kase, actions: kase.actions.with(index, { do: action.do, ...moment }) },
      size: nth + 1,
    });
  return {
    earlier: earlier.slice(0, count).map(toChange('earlier')),
    later: later.slice(0, count).map(toChange('later')),
  };
}

/** The last moment of the list that is not behind the action's own. */
function findMoment(moments: readonly Moment[], { at, turns, afterMs }: Injection): number | undefined {
  const last = afterMs === undefined ? (turns ?? Infinity) : Infinity;
  const found = moments.findLastIndex((moment) => moment.at === at && (moment.turns ?? Infinity) <= last);
  return found === -1 ? undefined : found;
}

function describeMoment({ at, turns }: Moment): string {
  if (turns === undefined) return `at the quiescent point behind ${at}`;
  return turns === 0 ? `in the callback of ${at}` : `${turns} ${turns === 1 ? 'turn' : 'turns'} into ${at}`;
}
