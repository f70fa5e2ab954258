// A run whose policy chose → the same case with those choices written down: each event that was passed is held back for as many
// others as passed it. Such a case has the same trace, is shrunk like any other, and needs no policy to be understood.
import type { Case, EventId } from './case.ts';
import type { Trace } from './trace.ts';

/** The case of `trace` without its policy. A case that has none is returned as it is. */
export function explicitCase({ case: kase, events }: Pick<Trace, 'case' | 'events'>): Case {
  if (kase.policy === undefined) return kase;
  const passed = new Map<EventId, number>();
  for (const event of events) {
    if (event.kind === 'phase' && event.phase !== 'scenario') break;
    if (event.kind !== 'step') continue;
    for (const id of event.held ?? []) passed.set(id, (passed.get(id) ?? 0) + 1);
  }
  const { policy: _policy, ...rest } = kase;
  return { ...rest, schedule: [...passed].map(([hold, count]) => ({ hold, for: count })) };
}
