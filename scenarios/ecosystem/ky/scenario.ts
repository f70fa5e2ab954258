// ky: two streams and a JSON call on one instance, which asks again once after what may pass.
import ky, { type KyInstance } from 'ky';
import { defineScenario, type ActorContext } from '../../../harness/index.ts';

async function readEvents({ subject, url, signal, deliver }: ActorContext<KyInstance>): Promise<void> {
  const response = await subject.get(`${url}/events`, { signal });
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) deliver(decoder.decode(chunk, { stream: true }));
}

async function readJson({ subject, url, signal, deliver }: ActorContext<KyInstance>): Promise<void> {
  deliver(await subject.get(`${url}/state`, { signal }).json());
}

export default defineScenario({
  name: 'ecosystem/ky',
  description: 'ky reads two streams, and JSON beside them.',
  // An aborted call's connection goes on being made, and undici's close() does not wait for it.
  variants: { default: { expect: [{ oracle: 'leaked-handle', code: 'socket' }] } },
  subject: () => ky.create({ retry: { limit: 1 } }),
  actors: { reader: readEvents, other: readEvents, json: readJson },
  probe: readJson,
});
