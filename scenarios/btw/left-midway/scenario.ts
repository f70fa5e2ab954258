// A BTW is left before its end, by break, by return() or by an abort, at any moment: navigating away.
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
  name: 'btw/left-midway',
  description: 'One BTW whose consumer leaves by break, by return() or by aborting, at any moment.',
  variants: btwVariants(foundingCrash(500)),
  gateway: BTW_ROUTES,
  subject: buildBtw,
  actors: { reader: ask },
  actions: { ...leavings('reader'), ...sessionLoss('reader') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
