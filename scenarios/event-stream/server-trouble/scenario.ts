// The gateway closes, resets, stalls, and answers 402 and 403: the client reconnects, more slowly each time, and not when stopped.
import { defineScenario } from '../../../harness/index.ts';
import { STREAM_RULES } from '../invariants.ts';
import {
  APP_ACTIONS,
  appOpenFor,
  buildStream,
  endApp,
  eventsRoute,
  generations,
  type StreamParams,
  type StreamSubject,
  TWO_MESSAGES,
} from '../subject.ts';

export default defineScenario<StreamSubject, StreamParams>({
  name: 'event-stream/server-trouble',
  description:
    'The first connections are refused with 402, twice, and 403, later ones break; the app starts and stops meanwhile.',
  variants: generations({ shared: 500, ownedByClient: 500 }),
  gateway: [
    eventsRoute(
      () => TWO_MESSAGES,
      (nth) => [402, 402, 403][nth] ?? 200,
    ),
  ],
  subject: buildStream,
  actors: { app: appOpenFor(6_000) },
  actions: APP_ACTIONS,
  cancellable: false,
  invariants: STREAM_RULES,
  dispose: endApp,
});
