// Callers that look at the head of an answer and read its body later, or never, while the server goes away: what anybody
// does who handles an error status first, or asks only whether something is there.
import { Agent, request } from 'undici';
import { defineScenario, plain, wait, type ActorContext } from '../../../harness/index.ts';

type Params = { reads: 'late' | 'never' };
type Subject = { origin: string; agent: Agent; reads: Params['reads'] };

/** Virtual milliseconds before a late reader reads. */
const LATE_MS = 50;

/** One call; its connection is its own only by chance. */
async function fetchText({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> {
  const { agent, origin, reads } = subject;
  const { statusCode, body } = await request(`${origin}/text/${actor}`, { dispatcher: agent, signal });
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
  if (reads === 'never') {
    // Whoever reads nothing does not care how it ends either.
    body.on('error', () => {});
    return;
  }
  await new Promise((resolve) => void setTimeout(resolve, LATE_MS));
  for await (const chunk of body) deliver(chunk as Uint8Array);
}

/** As much as one read of a socket brings: more than a stream takes unasked. */
const MUCH = 'x'.repeat(65_536);

export default defineScenario<Subject, Params>({
  name: 'plain-undici/read-late',
  description: 'Two GETs whose bodies are read late, or never, while the server closes.',
  variants: {
    late: { params: { reads: 'late' } },
    never: { params: { reads: 'never' } },
  },
  gateway: [
    {
      name: 'text',
      path: '/text/*',
      answer: (_request, { token }) => ({
        status: 200,
        body: [plain(`${token}:head `), plain(MUCH), wait(20), plain('tail')],
      }),
    },
  ],
  subject: ({ origin, params: { reads } }) => ({ origin, reads, agent: new Agent() }),
  actors: { left: fetchText, right: fetchText },
  faults: ['delay', 'reset', 'fin', 'split', 'merge'],
  dispose: ({ agent }) => agent.destroy(),
});
