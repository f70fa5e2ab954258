// The gateway rotates the token on the stream itself, twice: each time the client stores it and restarts the very stream it came on.
import { defineScenario, sse, wait } from '../../../harness/index.ts';
import { STREAM_RULES } from '../invariants.ts';
import {
  APP_ACTIONS,
  buildStream,
  endApp,
  eventsRoute,
  generations,
  message,
  type StreamParams,
  type StreamSubject,
  TWO_MESSAGES,
  useApp,
} from '../subject.ts';

export default defineScenario<StreamSubject, StreamParams>({
  name: 'event-stream/rotation',
  description: 'The token is rotated by a message of the stream, twice, while the app starts and stops it.',
  variants: generations({ shared: 500, ownedByClient: 500, guarded: 1_000 }),
  gateway: [
    eventsRoute((nth) =>
      nth > 1
        ? TWO_MESSAGES
        : [
            message('first'),
            sse({ type: 'token_rotated', newToken: `rotated-${nth}` }),
            wait(20),
            message('late'),
          ],
    ),
  ],
  subject: buildStream,
  actors: { app: useApp },
  actions: APP_ACTIONS,
  cancellable: false,
  invariants: STREAM_RULES,
  dispose: endApp,
});
