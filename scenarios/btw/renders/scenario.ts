// A BTW is asked and read to its end: the check "an answer renders normally" of the fix that this project began with.
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
} from '../subject.ts';

export default defineScenario<BtwSubject, BtwParams>({
  name: 'btw/renders',
  description:
    'One BTW, read to its end by a consumer that stays; the gateway and the network do what they like.',
  variants: btwVariants(),
  gateway: BTW_ROUTES,
  subject: buildBtw,
  actors: { reader: ask },
  cancellable: false,
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
