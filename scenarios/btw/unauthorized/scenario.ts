// The token has expired: every BTW meets a 401 first, is refreshed and repeated once, on the same session.
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
  name: 'btw/unauthorized',
  description:
    'A BTW meets a 401, refreshes the token and is repeated once on the same session; its consumer may leave.',
  variants: btwVariants(foundingCrash(500)),
  gateway: [EXPIRED_BTW_ROUTE, refreshRoute()],
  subject: buildBtw,
  actors: { reader: ask },
  actions: { ...leavings('reader'), ...sessionLoss('reader') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
