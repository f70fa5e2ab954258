// node:http: two streams through its global agent, one of them given up at any moment.
import { get } from 'node:http';
import { defineScenario, type ActorContext } from '../../../harness/index.ts';

function readEvents({ url, signal, deliver }: ActorContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/events`, { signal }, (response) => {
      response.on('error', reject);
      if (response.statusCode !== 200) {
        response.resume();
        reject(new Error(`status ${response.statusCode}`));
        return;
      }
      response.setEncoding('utf8');
      response.on('data', deliver);
      response.on('end', resolve);
    });
    request.on('error', reject);
  });
}

export default defineScenario({
  name: 'ecosystem/node-http',
  description: 'node:http reads two streams through its global agent.',
  variants: {
    default: {
      // Aborted between the end of the answer and its 'end' event: the abort reaches no listener of request or response.
      expect: [{ oracle: 'crash', code: 'ABORT_ERR', fromCases: 10_000 }],
    },
  },
  actors: { reader: readEvents, other: readEvents },
  probe: readEvents,
});
