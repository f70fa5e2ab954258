// Node's built-in fetch: two streams on its own pool, one of them given up at any moment.
import { defineScenario, type ActorContext } from '../../../harness/index.ts';

async function readEvents({ url, signal, deliver }: ActorContext): Promise<void> {
  const response = await fetch(`${url}/events`, { signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) deliver(decoder.decode(chunk, { stream: true }));
}

export default defineScenario({
  name: 'ecosystem/fetch',
  description: "Node's built-in fetch reads two streams.",
  // An aborted call's connection goes on being made, and undici's close() does not wait for it.
  variants: { default: { expect: [{ oracle: 'leaked-handle', code: 'socket' }] } },
  actors: { reader: readEvents, other: readEvents },
  probe: readEvents,
});
