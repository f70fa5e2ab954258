// A second BTW is asked while the first is in flight; asking leaves the first, as the app's view does.
import { defineScenario, type ActorContext } from '../../../harness/index.ts';
import { BTW_RULES } from '../invariants.ts';
import {
  ask,
  BTW_ROUTES,
  btwVariants,
  buildBtw,
  closeApp,
  foundingCrash,
  leavings,
  sessionLoss,
  type BtwParams,
  type BtwSubject,
} from '../subject.ts';

async function askInstead(context: ActorContext<BtwSubject>): Promise<string> {
  const { subject, act } = context;
  const first = subject.streams.get('first');
  if (first !== undefined) act('second replaces first', ['first'], () => void first.return());
  return ask(context);
}

export default defineScenario<BtwSubject, BtwParams>({
  name: 'btw/second-in-flight',
  description: 'Two BTWs on one client: asking the second leaves the first, wherever that one is.',
  variants: btwVariants(foundingCrash(1_000)),
  gateway: BTW_ROUTES,
  subject: buildBtw,
  actors: { first: ask, second: askInstead },
  actions: { ...leavings('first'), ...leavings('second'), ...sessionLoss('first', 'second') },
  invariants: BTW_RULES,
  probe: ask,
  dispose: closeApp,
});
