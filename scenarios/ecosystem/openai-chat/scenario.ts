// The openai SDK: two chat completions streamed on one client, which repeats what fails twice, after a wait.
import OpenAI from 'openai';
import { defineScenario, last, sse, sseAnswer, wait, type ActorContext } from '../../../harness/index.ts';

async function chat({ subject, actor, signal, deliver }: ActorContext<OpenAI>): Promise<void> {
  const stream = await subject.chat.completions.create(
    { model: 'any', stream: true, messages: [{ role: 'user', content: actor }] },
    { signal },
  );
  for await (const { choices } of stream) deliver(choices[0]?.delta.content ?? '');
}

/** Ends a stream; no part of what was said. */
const DONE = last({ text: '', wire: 'data: [DONE]\n\n' });

function chunk(content: string | undefined, finish: 'stop' | null = null) {
  const choice = { index: 0, delta: content === undefined ? {} : { content }, finish_reason: finish };
  const payload = {
    id: 'chat',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'any',
    choices: [choice],
  };
  return sse(payload, content);
}

export default defineScenario({
  name: 'ecosystem/openai-chat',
  description: 'The openai SDK streams two chat completions.',
  // An aborted call's connection goes on being made, and undici's close() does not wait for it.
  variants: { default: { expect: [{ oracle: 'leaked-handle', code: 'socket' }] } },
  subject: ({ origin }) => new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'key' }),
  gateway: {
    'POST /v1/chat/completions': (_request, { token }) =>
      sseAnswer([
        chunk(token),
        wait(20),
        chunk(' one'),
        wait(20),
        chunk(' two'),
        chunk(undefined, 'stop'),
        DONE,
      ]),
  },
  actors: { reader: chat, other: chat },
  probe: chat,
});
