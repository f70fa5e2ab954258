// The founding crash with one thing taken away, or put in, at a time: what it needs, and what it does not.
import { perCallStrategy, sharedStrategy, type SessionStrategy } from '../../../src/session-strategy.ts';
import { Session } from '../../../src/session.ts';
import { ask, BTW_ROUTES, buildBtwOn, leavings, type BtwSubject } from '../../../scenarios/btw/subject.ts';
import { buildApp, makeTracked } from '../../../scenarios/app.ts';
import { defineScenario, type SubjectContext } from '../../index.ts';

type Params = { ablation: 'none' | 'no-hop' | 'no-cancel-from-outside' | 'per-call' | 'per-call-early' };
type Subject = BtwSubject & { ownSession: Session | undefined };

function chooseStrategy(context: SubjectContext<Params>): {
  strategy: SessionStrategy;
  ownSession?: Session;
} {
  const perCall = perCallStrategy(() => makeTracked(context));
  switch (context.params.ablation) {
    case 'none':
      return { strategy: sharedStrategy() };
    case 'no-hop': {
      // Resumed where the delegate callback runs: nothing lies between being resumed and reading.
      const ownSession = new Session({ executor: (job) => job() });
      return { strategy: sharedStrategy(ownSession), ownSession };
    }
    case 'no-cancel-from-outside':
      return {
        strategy: { name: 'shared', begin: () => ({ ...sharedStrategy().begin(), consumerLeft() {} }) },
      };
    case 'per-call-early':
      // Ends the session at once, while its loop may still be reading.
      return {
        strategy: {
          name: 'per-call',
          begin() {
            const call = perCall.begin();
            return { ...call, consumerLeft: () => call.session.invalidateAndCancel() };
          },
        },
      };
    default:
      return { strategy: perCall };
  }
}

export default defineScenario<Subject, Params>({
  name: 'ablations',
  description: 'BTW left midway, with single conditions of the founding crash taken away or put in.',
  variants: {
    none: { params: { ablation: 'none' } },
    'no-hop': { params: { ablation: 'no-hop' } },
    'no-cancel-from-outside': { params: { ablation: 'no-cancel-from-outside' } },
    'per-call': { params: { ablation: 'per-call' } },
    'per-call-early': { params: { ablation: 'per-call-early' } },
  },
  gateway: BTW_ROUTES,
  subject: (context) => {
    const { strategy, ownSession } = chooseStrategy(context);
    return { ...buildBtwOn(buildApp(context), strategy), ownSession };
  },
  actors: { reader: ask },
  actions: leavings('reader'),
  probe: ask,
  dispose: ({ ownSession }) => {
    ownSession?.finishTasksAndInvalidate();
    return ownSession?.closed;
  },
});
