// Several BTWs on one client at the same time: on a shared session they share its connections as well.
import { defineScenario } from '../../../harness/index.ts';
import { BTW_RULES } from '../invariants.ts';
import {
  ask,
  BTW_ROUTES,
  type BtwParams,
  type BtwSubject,
  btwVariants,
  buildBtw,
  closeApp,
  foundingCrash,
  leavings,
  sessionLoss,
} from '../subject.ts';

export default defineScenario<BtwSubject, BtwParams>({
  name: 'btw/many-at-once',
  description:
    'Three BTWs at once on one client; each may be left at any moment, and the others must not notice.',
  variants: btwVariants(foundingCrash(1_000)),
  gateway: BTW_ROUTES,
  subject: buildBtw,
  actors: { one: ask, two: ask, three: ask },
  actions: { ...leavings('one'), ...leavings('two'), ...sessionLoss('one', 'two', 'three') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
