// undici's own fetch, on an Agent of the application: two streams and JSON beside them.
import { Agent, fetch } from 'undici';
import { defineScenario, type ActorContext } from '../../../harness/index.ts';

async function ask({ subject, signal }: ActorContext<Agent>, url: string, accept: string) {
  const response = await fetch(url, { dispatcher: subject, headers: { accept }, signal });
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Error(`status ${response.status}`);
}

async function readEvents(context: ActorContext<Agent>): Promise<void> {
  const { body } = await ask(context, `${context.url}/events`, 'text/event-stream');
  const decoder = new TextDecoder();
  for await (const chunk of body!) context.deliver(decoder.decode(chunk as Uint8Array, { stream: true }));
}

async function readJson(context: ActorContext<Agent>): Promise<void> {
  const response = await ask(context, `${context.url}/state`, 'application/json');
  context.deliver(await response.json());
}

export default defineScenario({
  name: 'ecosystem/undici-fetch',
  description: "undici's fetch reads two streams on an Agent, and JSON beside them.",
  subject: () => new Agent(),
  dispose: (agent) => agent.close(),
  actors: { reader: readEvents, other: readEvents, json: readJson },
  probe: readJson,
});
