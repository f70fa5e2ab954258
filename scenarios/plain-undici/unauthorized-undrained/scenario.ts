// A caller that meets a 401 tries again without reading the body of the first answer. Until somebody reads it, its
// connection is busy; where connections are few, the retry waits for ever.
import { Agent, request } from 'undici';
import { defineScenario, plain, type ActorContext } from '../../../harness/index.ts';

type Params = { drains: boolean };
type Subject = { origin: string; agent: Agent; drains: boolean };

async function fetchText({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> {
  const { agent, origin, drains } = subject;
  const ask = (token: string): ReturnType<typeof request> =>
    request(`${origin}/text/${actor}`, {
      dispatcher: agent,
      signal,
      headers: { authorization: `Bearer ${token}` },
    });
  let answer = await ask('stale');
  if (answer.statusCode === 401) {
    if (drains) await answer.body.dump({ limit: Infinity });
    answer = await ask('fresh');
  }
  if (answer.statusCode !== 200) {
    await answer.body.dump({ limit: Infinity });
    throw new Error(`status ${answer.statusCode}`);
  }
  for await (const chunk of answer.body) deliver(chunk as Uint8Array);
}

export default defineScenario<Subject, Params>({
  name: 'plain-undici/unauthorized-undrained',
  description: 'A 401 whose body nobody reads, and the retry on a pool of one connection.',
  variants: {
    '401-undrained': {
      params: { drains: false },
      expect: [
        { oracle: 'hang', code: 'pending', fromCases: 300 },
        { oracle: 'leaked-handle', code: 'socket', fromCases: 300 },
        { oracle: 'leaked-handle', code: 'listener' },
      ],
    },
    '401-drained': { params: { drains: true } },
  },
  gateway: [
    {
      name: 'text',
      path: '/text/*',
      answer: (_request, { token }) => ({ status: 200, body: [plain(`${token}:text`)] }),
    },
  ],
  subject: ({ origin, params: { drains } }) => ({ origin, drains, agent: new Agent({ connections: 1 }) }),
  actors: { caller: fetchText },
  faults: ['unauthorized', 'delay', 'reset', 'fin'],
  dispose: ({ agent }) => agent.close(),
});
