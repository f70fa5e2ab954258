// The client is torn down while it connects, decodes, or waits to reconnect.
import { defineScenario } from '../../../harness/index.ts';
import { STREAM_RULES } from '../invariants.ts';
import {
  buildStream,
  endApp,
  eventsRoute,
  generations,
  restart,
  type StreamParams,
  type StreamSubject,
  TEARDOWN,
  TWO_MESSAGES,
  useApp,
} from '../subject.ts';

export default defineScenario<StreamSubject, StreamParams>({
  name: 'event-stream/teardown',
  description: 'The app tears the stream down at any moment, also in the middle of a restart.',
  variants: generations({ shared: 500, ownedByClient: 300, guarded: 1_000 }),
  gateway: [eventsRoute(() => TWO_MESSAGES)],
  subject: buildStream,
  actors: { app: useApp, wake: restart },
  actions: TEARDOWN,
  cancellable: false,
  invariants: STREAM_RULES,
  dispose: endApp,
});
