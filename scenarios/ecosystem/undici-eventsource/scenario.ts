// EventSource of undici: two event sources that stay until their last event. They reconnect by themselves, so what counts
// is what came since the connection that brought the last event was opened.
import { Agent, EventSource } from 'undici';
import { defineScenario, last, sseAnswer, wait, type ActorContext } from '../../../harness/index.ts';

function readEvents({ subject, url, signal, deliver }: ActorContext<Agent>): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const source = new EventSource(`${url}/events`, { node: { dispatcher: subject } });
    const end = (settle: () => void): void => {
      source.close();
      signal.removeEventListener('abort', cancel);
      settle();
    };
    const cancel = (): void => end(() => reject(signal.reason as Error));
    signal.addEventListener('abort', cancel);
    let received: string[] = [];
    source.addEventListener('open', () => (received = []));
    source.addEventListener('message', ({ data }) => {
      received.push(data as string);
      if (data !== 'end') return;
      deliver(received.join(''));
      end(resolve);
    });
    source.addEventListener('error', () => {
      if (source.readyState === source.CLOSED) end(() => reject(new Error('the stream was refused')));
    });
  });
}

/** The last event, after which nobody waits for the end of the stream. */
const END = last({ text: 'end', wire: 'data: end\n\n' });

export default defineScenario({
  name: 'ecosystem/undici-eventsource',
  description: "undici's EventSource reads two streams, and reconnects when they are cut.",
  variants: {
    default: {
      // Closed while the head of an answer is being read, it opens all the same, and throws when it connects again; closed
      // after a 401 with a large body, it leaves that body and its connection.
      expect: [
        { oracle: 'crash', code: 'TypeError', fromCases: 2000 },
        { oracle: 'hang', code: 'pending' },
        { oracle: 'leaked-handle', code: 'socket' },
      ],
    },
  },
  subject: () => new Agent(),
  dispose: (agent) => agent.close(),
  gateway: { '/events': (_request, { token }) => sseAnswer([token, wait(20), 'one', wait(20), END]) },
  actors: { reader: readEvents, other: readEvents },
  probe: readEvents,
});
