// The openai SDK: two responses streamed on one client, which repeats what fails twice, after a wait.
import OpenAI from 'openai';
import { defineScenario, sse, sseAnswer, wait, type ActorContext } from '../../../harness/index.ts';

async function respond({ subject, actor, signal, deliver }: ActorContext<OpenAI>): Promise<void> {
  const stream = await subject.responses.create({ model: 'any', input: actor, stream: true }, { signal });
  for await (const event of stream) if (event.type === 'response.output_text.delta') deliver(event.delta);
}

function delta(text: string) {
  const type = 'response.output_text.delta';
  return sse({ type, item_id: 'item', output_index: 0, content_index: 0, delta: text }, text, type);
}

function lifecycle(status: 'created' | 'completed') {
  const type = `response.${status}`;
  return sse({ type, response: { id: 'response', object: 'response', status, output: [] } }, '', type);
}

export default defineScenario({
  name: 'ecosystem/openai-responses',
  description: 'The openai SDK streams two responses.',
  // An aborted call's connection goes on being made, and undici's close() does not wait for it.
  variants: { default: { expect: [{ oracle: 'leaked-handle', code: 'socket' }] } },
  subject: ({ origin }) => new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'key' }),
  gateway: {
    'POST /v1/responses': (_request, { token }) =>
      sseAnswer([
        lifecycle('created'),
        delta(token),
        wait(20),
        delta(' one'),
        wait(20),
        lifecycle('completed'),
      ]),
  },
  actors: { reader: respond, other: respond },
  probe: respond,
});
