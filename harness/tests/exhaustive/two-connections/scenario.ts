// Two calls on a connection each, and a client that keeps the answer that came first: the order of two connections matters to it.
import { request } from 'node:http';
import { defineScenario, plain, type ActorContext } from '../../../index.ts';

type Subject = { first: string | undefined };

const get = (path: string, { origin }: ActorContext<Subject>): Promise<string> =>
  new Promise((resolve, reject) => {
    request(`${origin}${path}`, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text)).on('error', reject);
    })
      .on('error', reject)
      .end();
  });

const ask =
  (name: string) =>
  async (context: ActorContext<Subject>): Promise<void> => {
    const answer = await get(`/${name}`, context);
    context.subject.first ??= answer;
    context.note(`${answer} after ${context.subject.first}`);
  };

export default defineScenario<Subject>({
  name: 'two-connections',
  gateway: [
    {
      name: 'any',
      path: '/*',
      call: ({ path }) => path.slice(1),
      answer: ({ path }) => ({ status: 200, framing: 'length', body: [plain(path)] }),
    },
  ],
  subject: () => ({ first: undefined }),
  actors: { left: ask('left'), right: ask('right') },
  cancellable: false,
  faults: [],
  invariants: {
    'left comes first': ({ events }) =>
      events.some((event) => event.kind === 'note' && event.text === '/left after /right')
        ? 'right came first'
        : undefined,
  },
});
