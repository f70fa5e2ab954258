// A way of drawing the order of a run's events: as a schedule, as a policy, or with faults that make one.
import type fc from 'fast-check';
import type { Deviation, EventId, Fault } from '../../model/case.ts';
import type { Policy } from '../../model/policy.ts';
import type { Profile } from '../../model/profile.ts';

/** What a strategy says of a case. */
type Order = { schedule: Deviation[]; policy?: Policy; faults?: Fault[] };

/** Draws orders for runs that look like `profile`; `event` draws one of its events. */
export type Strategy = (profile: Profile, event: fc.Arbitrary<EventId>) => fc.Arbitrary<Order>;
