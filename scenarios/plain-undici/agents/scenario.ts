// Two calls on plain undici, and who owns the Agent they run on: no model, no code of ours between undici and the wire.
import { Agent, request, type Dispatcher } from 'undici';
import { defineScenario, plain, wait, type ActorContext } from '../../../harness/index.ts';

type Params = { ownership: 'shared' | 'per-call' | 'per-call-never-closed' };
type Subject = { origin: string; shared: Agent | undefined; params: Params };

/** One call as its caller writes it: an answer read to its end, and the Agent dealt with as the variant does. */
async function fetchText(context: ActorContext<Subject>): Promise<void> {
  const { subject, actor, signal, deliver } = context;
  const { ownership } = subject.params;
  const agent = subject.shared ?? new Agent();
  try {
    const { body } = await request(`${subject.origin}/text/${actor}`, { dispatcher: agent, signal });
    for await (const chunk of body) deliver(chunk as Uint8Array);
  } catch (error) {
    // A caller that gave up ends "its" agent at once; in `shared` the others run on it as well.
    if (signal.aborted && ownership === 'shared') await agent.destroy();
    throw error;
  } finally {
    if (ownership === 'per-call') await agent.destroy();
  }
}

function closeShared({ shared }: Subject): Promise<void> | undefined {
  return shared === undefined || shared.destroyed ? undefined : shared.close();
}

export default defineScenario<Subject, Params>({
  name: 'plain-undici/agents',
  description: 'Two GETs on undici: an Agent shared and destroyed by one, one Agent per call, and one never closed.',
  variants: {
    'shared-agent': {
      params: { ownership: 'shared' },
      expect: [{ oracle: 'use-after-close', code: 'UND_ERR_DESTROYED', fromCases: 300 }],
    },
    'per-call-agent': { params: { ownership: 'per-call' } },
    'per-call-agent-never-closed': {
      params: { ownership: 'per-call-never-closed' },
      expect: [{ oracle: 'leaked-handle', code: 'socket', fromCases: 50 }],
    },
  },
  gateway: [
    {
      name: 'text',
      path: '/text/*',
      answer: (_request, { token }) => ({
        status: 200,
        body: [plain(`${token}:one `), wait(20), plain('two '), wait(20), plain('three')],
      }),
    },
  ],
  subject: ({ origin, params }) => ({
    origin,
    params,
    shared: params.ownership === 'shared' ? new Agent() : undefined,
  }),
  actors: { left: fetchText, right: fetchText },
  dispose: closeShared,
});

export type { Dispatcher };
