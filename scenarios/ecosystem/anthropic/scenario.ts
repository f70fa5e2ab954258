// The Anthropic SDK: two messages streamed on one client, which repeats what fails twice, after a wait.
import Anthropic from '@anthropic-ai/sdk';
import { defineScenario, sse, sseAnswer, wait, type ActorContext } from '../../../harness/index.ts';

async function ask({ subject, actor, signal, deliver }: ActorContext<Anthropic>): Promise<void> {
  const messages = [{ role: 'user' as const, content: actor }];
  const stream = subject.messages.stream({ model: 'any', max_tokens: 100, messages }, { signal });
  stream.on('text', deliver);
  await stream.finalMessage();
}

function event(type: string, fields: Record<string, unknown> = {}, text = '') {
  return sse({ type, ...fields }, text, type);
}

function delta(text: string) {
  return event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }, text);
}

const usage = { input_tokens: 1, output_tokens: 1 };
const message = { id: 'message', type: 'message', role: 'assistant', model: 'any', content: [], usage };

export default defineScenario({
  name: 'ecosystem/anthropic',
  description: 'The Anthropic SDK streams two messages.',
  // An aborted call's connection goes on being made, and undici's close() does not wait for it.
  variants: { default: { expect: [{ oracle: 'leaked-handle', code: 'socket' }] } },
  subject: ({ origin }) => new Anthropic({ baseURL: origin, apiKey: 'key' }),
  gateway: {
    'POST /v1/messages': (_request, { token }) =>
      sseAnswer([
        event('message_start', { message }),
        event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
        delta(token),
        wait(20),
        delta(' one'),
        wait(20),
        delta(' two'),
        event('content_block_stop', { index: 0 }),
        event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage }),
        event('message_stop'),
      ]),
  },
  actors: { reader: ask, other: ask },
  probe: ask,
});
