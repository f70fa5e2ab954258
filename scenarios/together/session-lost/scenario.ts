// A BTW and the event stream side by side, in the same strategy, and the session lost under both of them.
import { defineScenario, type ActorContext } from '../../../harness/index.ts';
import { BTW_RULES } from '../../btw/invariants.ts';
import { ask, BTW_ROUTES, buildBtw, leavings, sessionLoss, type BtwSubject } from '../../btw/subject.ts';
import { STREAM_RULES } from '../../event-stream/invariants.ts';
import { eventsRoute, TWO_MESSAGES } from '../../event-stream/subject.ts';
import { EventStreamClient } from '../../../src/event-stream-client.ts';
import { callPerTask } from '../../../src/event-stream-strategy.ts';
import { perCallStrategy, safeBytesStrategy, sharedStrategy } from '../../../src/session-strategy.ts';
import { makeTracked } from '../../app.ts';

type Params = { strategy: 'shared' | 'per-call' | 'safe-bytes' };
type Subject = BtwSubject & { events: EventStreamClient };

async function openApp({ subject }: ActorContext<Subject>): Promise<void> {
  subject.events.start();
  await new Promise((resolve) => void setTimeout(resolve, 3_000));
  subject.events.stop();
}

export default defineScenario<Subject, Params>({
  name: 'together/session-lost',
  description: 'A BTW is asked while the event stream is open, and the session they may share is lost.',
  variants: {
    shared: {
      params: { strategy: 'shared' },
      expect: [{ oracle: 'use-after-close', code: 'ERR_RELEASED_STATE', fromCases: 1_000 }],
    },
    'per-call': { params: { strategy: 'per-call' } },
    'safe-bytes': { params: { strategy: 'safe-bytes' } },
  },
  gateway: [...BTW_ROUTES, eventsRoute(() => TWO_MESSAGES)],
  subject: (context) => {
    const subject = buildBtw(context);
    const { app } = subject;
    const strategy = {
      shared: () => sharedStrategy(),
      'per-call': () => perCallStrategy(() => makeTracked(context)),
      'safe-bytes': () => safeBytesStrategy(app.owner.current),
    }[context.params.strategy]();
    const { http, credentials } = app;
    return {
      ...subject,
      events: new EventStreamClient({ http, credentials, strategy: callPerTask(strategy) }),
    };
  },
  actors: { app: openApp, reader: ask },
  actions: { ...leavings('reader'), ...sessionLoss('reader') },
  cancellable: false,
  invariants: { ...BTW_RULES, ...STREAM_RULES },
  probe: ask,
  dispose: ({ events, app }) => {
    events.teardown();
    return app.owner.close();
  },
});
