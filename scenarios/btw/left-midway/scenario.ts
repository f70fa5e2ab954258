// A BTW is left before its end, by break, by return() or by an abort, at any moment: navigating away.
import { defineScenario } from '../../../harness/index.ts';
import {
  ask,
  BTW_ROUTES,
  buildBtw,
  foundingCrash,
  leavings,
  type BtwParams,
  type BtwSubject,
} from '../subject.ts';

export default defineScenario<BtwSubject, BtwParams>({
  name: 'btw/left-midway',
  description: 'One BTW whose consumer leaves by break, by return() or by aborting, at any moment.',
  variants: {
    shared: { params: { strategy: 'shared' }, expect: foundingCrash(500) },
    'per-call': { params: { strategy: 'per-call' } },
  },
  gateway: BTW_ROUTES,
  subject: buildBtw,
  actors: { reader: ask },
  actions: leavings('reader'),
  probe: ask,
});
