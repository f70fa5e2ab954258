// A consumer that takes its time over each delta, as a view that renders does: what comes meanwhile waits for it, in order.
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

/** Longer than the whole answer takes to come. */
const RENDER_MS = 100;

export default defineScenario<BtwSubject, BtwParams>({
  name: 'btw/read-slowly',
  description: 'One BTW whose answer is there before its consumer has rendered the first delta.',
  variants: btwVariants(foundingCrash(1_000)),
  gateway: BTW_ROUTES,
  subject: buildBtw,
  actors: { reader: (context) => ask(context, RENDER_MS) },
  actions: { ...leavings('reader'), ...sessionLoss('reader') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
