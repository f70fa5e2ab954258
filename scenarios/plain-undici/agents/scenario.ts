// Two calls on plain undici, and who owns the Agent they run on: no model, no code of ours between undici and the wire.
import { Agent, request } from 'undici';
import { defineScenario, plain, wait, type ActorContext } from '../../../harness/index.ts';

type Params = { ownership: 'shared' | 'per-call' | 'per-call-never-closed' };
type Subject = { origin: string; shared: Agent | undefined; ownership: Params['ownership'] };

/** One call as its caller writes it: an answer read to its end, and the Agent dealt with as the variant does. */
async function fetchText({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> {
  const agent = subject.shared ?? new Agent();
  try {
    const { statusCode, body } = await request(`${subject.origin}/text/${actor}`, {
      dispatcher: agent,
      signal,
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`status ${statusCode}`);
    }
    for await (const chunk of body) deliver(chunk as Uint8Array);
    // Closed where all went well, and on no other path out of here.
    if (subject.ownership === 'per-call-never-closed') await agent.close();
  } catch (error) {
    // A caller that gave up ends "its" agent at once; in `shared-agent` the other one runs on it as well.
    if (signal.aborted && subject.ownership === 'shared') await agent.destroy();
    throw error;
  } finally {
    if (subject.ownership === 'per-call') await agent.destroy();
  }
}

export default defineScenario<Subject, Params>({
  name: 'plain-undici/agents',
  description:
    'Two GETs on undici: one Agent shared and destroyed by either, an Agent per call, and one that errors leave open.',
  variants: {
    'shared-agent': {
      params: { ownership: 'shared' },
      expect: [
        { oracle: 'use-after-close', code: 'UND_ERR_DESTROYED', fromCases: 100 },
        // undici's destroy() does not wait for a name lookup under way: the socket connects afterwards.
        { oracle: 'use-after-close', code: 'connect-after-close' },
      ],
    },
    'per-call-agent': { params: { ownership: 'per-call' } },
    'per-call-agent-never-closed': {
      params: { ownership: 'per-call-never-closed' },
      expect: [{ oracle: 'leaked-handle', code: 'socket', fromCases: 500 }],
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
  subject: ({ origin, params: { ownership } }) => ({
    origin,
    ownership,
    shared: ownership === 'shared' ? new Agent() : undefined,
  }),
  actors: { left: fetchText, right: fetchText },
  // Slow connects are plain-undici/cancel-while-connecting's: undici settles an abort only once it is connected.
  faults: ['delay', 'stall', 'reset', 'fin', 'split', 'merge', 'unauthorized', 'refuse'],
  dispose: ({ shared }) => (shared === undefined || shared.destroyed ? undefined : shared.close()),
});
