// The refresh fails for now: nothing changes, and the next 401 tries again.
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
  name: 'btw/refresh-transient',
  description: 'A BTW meets a 401 and its refresh fails transiently, again for the next one.',
  variants: btwVariants(foundingCrash(1_000)),
  gateway: [EXPIRED_BTW_ROUTE, refreshRoute(0, 503)],
  subject: buildBtw,
  actors: { reader: ask },
  actions: { ...leavings('reader'), ...sessionLoss('reader') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
