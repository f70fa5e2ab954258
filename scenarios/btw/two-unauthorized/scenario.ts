// Two BTWs meet the same expired token at once: one refresh serves both.
import { defineScenario } from '../../../harness/index.ts';
import { BTW_RULES } from '../invariants.ts';
import {
  ask,
  type BtwParams,
  type BtwSubject,
  btwVariants,
  buildBtw,
  closeApp,
  EXPIRED_BTW_ROUTE,
  foundingCrash,
  leavings,
  refreshRoute,
  sessionLoss,
} from '../subject.ts';

export default defineScenario<BtwSubject, BtwParams>({
  name: 'btw/two-unauthorized',
  description:
    'Two BTWs at once meet a 401; their refreshes are one, and each is repeated once with the fresh token.',
  variants: btwVariants(foundingCrash(1_000)),
  gateway: [EXPIRED_BTW_ROUTE, refreshRoute(20)],
  subject: buildBtw,
  actors: { one: ask, two: ask },
  actions: { ...leavings('one'), ...leavings('two'), ...sessionLoss('one', 'two') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
