// Starts and stops at any moment: sleep and wake, credentials that change, windows that come and go.
import { defineScenario } from '../../../harness/index.ts';
import { STREAM_RULES } from '../invariants.ts';
import {
  APP_ACTIONS,
  buildStream,
  endApp,
  eventsRoute,
  generations,
  type StreamParams,
  type StreamSubject,
  TWO_MESSAGES,
  useApp,
} from '../subject.ts';

export default defineScenario<StreamSubject, StreamParams>({
  name: 'event-stream/storm',
  description: 'The app is open while it starts, stops and restarts the stream at any moment.',
  variants: generations({ shared: 500, ownedByClient: 500, guarded: 1_000 }),
  gateway: [eventsRoute(() => TWO_MESSAGES)],
  subject: buildStream,
  actors: { app: useApp },
  actions: APP_ACTIONS,
  cancellable: false,
  invariants: STREAM_RULES,
  dispose: endApp,
});
