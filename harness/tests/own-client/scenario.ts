// One reader of a stream, cancelled at any moment, while the gateway does what gateways do.
import { defineScenario } from '../../index.ts';
import { streamAnswer } from './stream-answer.ts';

export default defineScenario({
  name: 'my-client',
  actors: {
    reader: ({ url, signal, deliver }) => streamAnswer(`${url}/events`, { signal, onText: deliver }),
  },
});
