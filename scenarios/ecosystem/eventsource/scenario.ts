// The eventsource package: two event sources that stay until their last event. They reconnect by themselves, so what counts
// is what came since the connection that brought the last event was opened.
import { EventSource } from 'eventsource';
import { defineScenario, last, sseAnswer, wait, type ActorContext } from '../../../harness/index.ts';

function readEvents({ url, signal, deliver }: ActorContext): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const source = new EventSource(`${url}/events`);
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
    source.addEventListener('error', ({ message }) => {
      if (source.readyState === source.CLOSED) end(() => reject(new Error(message)));
    });
  });
}

/** The last event, after which nobody waits for the end of the stream. */
const END = last({ text: 'end', wire: 'data: end\n\n' });

export default defineScenario({
  name: 'ecosystem/eventsource',
  description: 'The eventsource package reads two streams, and reconnects when they are cut.',
  // An aborted call's connection goes on being made, and undici's close() does not wait for it.
  variants: { default: { expect: [{ oracle: 'leaked-handle', code: 'socket' }] } },
  gateway: { '/events': (_request, { token }) => sseAnswer([token, wait(20), 'one', wait(20), END]) },
  actors: { reader: readEvents, other: readEvents },
  probe: readEvents,
});
