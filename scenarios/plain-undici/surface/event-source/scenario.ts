// undici's EventSource reads an event stream until its last event, or until it is closed: it connects again by itself
// when the stream ends, resets or is refused, so closing it is the only end there is.
import { Agent, EventSource } from 'undici';
import { defineScenario, sse, wait, type ActorContext } from '../../../../harness/index.ts';

type Subject = { origin: string; agent: Agent };

/** Reads until the event that says it is the last. Rejects when it is cancelled, or the stream is refused for good. */
function listen({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> {
  const source = new EventSource(`${subject.origin}/events/${actor}`, {
    node: { dispatcher: subject.agent },
  });
  return new Promise<void>((resolve, reject) => {
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      source.close();
      settle();
    };
    const onAbort = (): void => end(() => reject(signal.reason as Error));
    signal.addEventListener('abort', onAbort);
    source.addEventListener('message', ({ data }) => {
      const { text, last } = JSON.parse(data as string) as { text: string; last?: boolean };
      deliver(text);
      if (last === true) end(resolve);
    });
    source.addEventListener('error', () => {
      if (source.readyState === source.CLOSED) end(() => reject(new Error('the stream was refused')));
    });
  });
}

export default defineScenario<Subject, object>({
  name: 'plain-undici/surface/event-source',
  description:
    'Two event streams by undici’s EventSource, closed by their reader at the last event or at any moment.',
  variants: { default: { params: {} } },
  gateway: [
    {
      name: 'events',
      path: '/events/*',
      answer: (_request, { token }) => ({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: [
          sse({ text: `${token}:one ` }, `${token}:one `),
          wait(20),
          sse({ text: 'two ' }, 'two '),
          wait(20),
          sse({ text: 'three', last: true }, 'three'),
        ],
      }),
    },
  ],
  subject: ({ origin }) => ({ origin, agent: new Agent() }),
  actors: { left: listen, right: listen },
  faults: ['delay', 'split', 'merge', 'unauthorized'],
  dispose: ({ agent }) => agent.close(),
});
