// Callers that look at the head of an answer and read its body later, or never, while the server goes away: what anybody
// does who handles an error status first, or asks only whether something is there.
import { Agent, request } from 'undici';
import { defineScenario, plain, wait, type ActorContext } from '../../../harness/index.ts';

type Params = { reads: 'late' | 'never' };
type Subject = { origin: string; agent: Agent; reads: Params['reads'] };

/** Virtual milliseconds before a late reader reads. */
const LATE_MS = 50;

/** A caller of `route`. */
function fetchText(route: string) {
  return async ({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> => {
    const { agent, origin, reads } = subject;
    const { statusCode, body } = await request(`${origin}/${route}/${actor}`, { dispatcher: agent, signal });
    if (statusCode !== 200) throw new Error(`status ${statusCode}`);
    if (reads === 'never') {
      // Whoever reads nothing does not care how it ends either.
      body.on('error', () => {});
      return;
    }
    await new Promise((resolve) => void setTimeout(resolve, LATE_MS));
    for await (const chunk of body) deliver(chunk as Uint8Array);
  };
}

/** As much as one read of a socket brings: more than a stream takes unasked. */
const MUCH = 'x'.repeat(65_536);

/** The ways in which an answer can end; the last ends with its connection. */
const framings = ['length', 'chunked', 'close'] as const;

export default defineScenario<Subject, Params>({
  name: 'plain-undici/read-late',
  description: 'Three GETs whose bodies are read late, or never, while the server closes.',
  variants: {
    late: {
      params: { reads: 'late' },
      description: 'what ends with its connection is taken for whole when that is reset',
      expect: [{ oracle: 'corruption', code: 'truncated', fromCases: 1000 }],
    },
    never: {
      params: { reads: 'never' },
      description: 'the signal of a body that nobody reads keeps its listener',
      expect: [{ oracle: 'leaked-handle', code: 'listener' }],
    },
  },
  gateway: framings.map((framing) => ({
    name: framing,
    path: `/${framing}/*`,
    answer: (_request, { token }) => ({
      status: 200,
      framing,
      body: [plain(`${token}:head `), plain(MUCH), wait(20), plain('tail')],
    }),
  })),
  subject: ({ origin, params: { reads } }) => ({ origin, reads, agent: new Agent() }),
  actors: {
    'of-length': fetchText('length'),
    'in-chunks': fetchText('chunked'),
    'to-the-end': fetchText('close'),
  },
  faults: ['delay', 'reset', 'fin', 'split', 'merge'],
  dispose: ({ agent }) => agent.destroy(),
});
