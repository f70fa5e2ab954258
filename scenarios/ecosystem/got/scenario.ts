// got: two streams and a JSON call. got repeats what fails (GET: twice, after a wait); a stream that is read it does not.
import got from 'got';
import { defineScenario, type ActorContext } from '../../../harness/index.ts';

async function readEvents({ url, signal, deliver }: ActorContext): Promise<void> {
  for await (const chunk of got.stream(`${url}/events`, { signal })) deliver(chunk);
}

async function readJson({ url, signal, deliver }: ActorContext): Promise<void> {
  deliver(await got(`${url}/state`, { signal }).json());
}

export default defineScenario({
  name: 'ecosystem/got',
  description: 'got reads two streams, and JSON beside them.',
  // A call that a gateway has stopped serving begins anew when its agent is ended.
  cancelsAtEnd: true,
  actors: { reader: readEvents, other: readEvents, json: readJson },
  probe: readJson,
});
