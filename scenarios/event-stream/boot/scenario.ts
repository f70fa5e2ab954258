// At boot several places of the app start the stream, and one of them stops it first.
import { defineScenario } from '../../../harness/index.ts';
import { STREAM_RULES } from '../invariants.ts';
import {
  buildStream,
  endApp,
  eventsRoute,
  generations,
  restart,
  startOnly,
  type StreamParams,
  type StreamSubject,
  TWO_MESSAGES,
  useApp,
} from '../subject.ts';

export default defineScenario<StreamSubject, StreamParams>({
  name: 'event-stream/boot',
  description: 'The app opens the stream while two other places of it start it, one after a stop.',
  variants: generations({ ownedByClient: 1_000 }),
  gateway: [eventsRoute(() => TWO_MESSAGES)],
  subject: buildStream,
  actors: { app: useApp, wake: restart, credentials: startOnly },
  actions: {},
  cancellable: false,
  invariants: STREAM_RULES,
  dispose: endApp,
});
