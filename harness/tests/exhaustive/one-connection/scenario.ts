// One call on one connection, which may be cancelled at any moment.
import { defineScenario, plain } from '../../../index.ts';

export default defineScenario({
  name: 'one-connection',
  gateway: [
    { name: 'any', path: '/*', answer: () => ({ status: 200, framing: 'length', body: [plain('so')] }) },
  ],
  actors: {
    reader: async ({ url, signal, note }) => {
      const answer = await fetch(url, { signal }).catch((error: Error) => error.name);
      note(typeof answer === 'string' ? answer : await answer.text().catch((error: Error) => error.name));
    },
  },
  faults: [],
});
