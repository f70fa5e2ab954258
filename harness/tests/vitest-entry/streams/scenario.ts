// What tests of the vitest entry run: a client with a bug that shows in most cases, and one that throws when it is given up.
import { defineScenario } from '../../../index.ts';
import { streamAnswer } from '../../own-client/stream-answer.ts';
import { readAndThrow } from './read-and-throw.ts';

export default defineScenario<string, string>({
  name: 'streams',
  variants: {
    reads: { params: 'reads' },
    throws: { params: 'throws' },
    leaks: {
      params: 'streams',
      expect: [
        { oracle: 'leaked-handle', code: 'socket' },
        { oracle: 'hang', code: 'pending' },
      ],
    },
  },
  subject: ({ params }) => params,
  actors: {
    reader: async ({ url, signal, deliver, subject }) => {
      if (subject === 'streams') return streamAnswer(`${url}/events`, { signal, onText: deliver });
      if (subject === 'throws') return readAndThrow(url, signal);
      const response = await fetch(url, { signal });
      if (response.ok) await response.text();
      else await response.body?.cancel();
    },
  },
});
