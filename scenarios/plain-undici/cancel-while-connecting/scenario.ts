// A call is given up while its connection is still being made, and the Agent that it had to itself is destroyed. undici
// looks at neither before the connection is there, or its own connect timeout of ten seconds is over.
import { Agent, request } from 'undici';
import { defineScenario, plain, type ActorContext } from '../../../harness/index.ts';

type Params = { ending: 'abort' | 'destroy' };
type Subject = { origin: string; agent: Agent; ending: Params['ending'] };

async function fetchText({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> {
  const { agent, origin, ending } = subject;
  const destroy = (): void => void agent.destroy();
  if (ending === 'destroy') signal.addEventListener('abort', destroy);
  try {
    const { body } = await request(`${origin}/text/${actor}`, {
      dispatcher: agent,
      ...(ending === 'abort' ? { signal } : {}),
    });
    for await (const chunk of body) deliver(chunk as Uint8Array);
  } finally {
    signal.removeEventListener('abort', destroy);
  }
}

export default defineScenario<Subject, Params>({
  name: 'plain-undici/cancel-while-connecting',
  description: 'One GET on its own Agent over a slow connect: its signal aborts, or its Agent is destroyed.',
  variants: {
    abort: {
      params: { ending: 'abort' },
      description: 'request() rejects only when the connection is made',
      expect: [{ oracle: 'prompt-cancel', code: 'settled-late', fromCases: 300 }],
    },
    destroy: {
      params: { ending: 'destroy' },
      description: 'destroy() resolves and leaves the socket to connect',
      expect: [
        { oracle: 'use-after-close', code: 'connect-after-close', fromCases: 300 },
        { oracle: 'leaked-handle', code: 'socket', fromCases: 500 },
      ],
    },
  },
  gateway: [
    {
      name: 'text',
      path: '/text/*',
      answer: (_request, { token }) => ({ status: 200, body: [plain(`${token}:text`)] }),
    },
  ],
  subject: ({ origin, params: { ending } }) => ({ origin, ending, agent: new Agent() }),
  actors: { caller: fetchText },
  faults: ['slow-connect', 'delay'],
  dispose: ({ agent }) => (agent.destroyed ? undefined : agent.destroy()),
});
