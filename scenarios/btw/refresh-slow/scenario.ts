// The refresh takes its time, and the consumer may leave meanwhile: it must not wait for an answer nobody wants.
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
  name: 'btw/refresh-slow',
  description: 'A BTW meets a 401 and its refresh takes 500 ms, while its consumer may leave.',
  variants: btwVariants(foundingCrash(500)),
  gateway: [EXPIRED_BTW_ROUTE, refreshRoute(500)],
  subject: buildBtw,
  actors: { reader: ask },
  actions: { ...leavings('reader'), ...sessionLoss('reader') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
