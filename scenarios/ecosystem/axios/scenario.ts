// axios: two streams (`responseType: 'stream'`) and a JSON call on one instance.
import axios from 'axios';
import { defineScenario, type ActorContext } from '../../../harness/index.ts';

async function readEvents({ url, signal, deliver }: ActorContext): Promise<void> {
  const { data } = await axios.get<AsyncIterable<Uint8Array>>(`${url}/events`, {
    responseType: 'stream',
    headers: { accept: 'text/event-stream' },
    signal,
  });
  for await (const chunk of data) deliver(chunk);
}

async function readJson({ url, signal, deliver }: ActorContext): Promise<void> {
  const { data } = await axios.get<unknown>(`${url}/state`, { signal });
  deliver(data);
}

export default defineScenario({
  name: 'ecosystem/axios',
  description: 'axios reads two streams, and JSON beside them.',
  actors: { reader: readEvents, other: readEvents, json: readJson },
  probe: readJson,
});
