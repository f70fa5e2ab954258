// A client with one defect that breaks several promises, and the same client with a second one besides.
import http from 'node:http';
import { plain } from '../../gateway/script.ts';
import { defineScenario } from '../../simulate/scenario.ts';

type Params = { throwsOnCancel: boolean };

/** Gives the text of an answer. An answer that breaks off is forgotten: nobody is told, and nobody lets go of the signal. */
function readText(signal: AbortSignal, { throwsOnCancel }: Params): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const leave = (): void => {
      request.destroy();
      if (throwsOnCancel) throw new TypeError('nobody expected a cancel');
      reject(signal.reason as Error);
    };
    const request = http.get('http://gateway.test:8080/text', { agent: false }, (answer) => {
      answer.on('data', (bytes: Buffer) => (text += bytes.toString()));
      answer.on('error', () => {});
      answer.on('end', () => {
        signal.removeEventListener('abort', leave);
        resolve(text);
      });
    });
    request.on('error', () => {});
    signal.addEventListener('abort', leave, { once: true });
  });
}

export default defineScenario<Params, Params>({
  name: 'issues',
  description: 'A client that forgets a call whose answer breaks off.',
  variants: {
    'one defect': { params: { throwsOnCancel: false } },
    'two defects': { params: { throwsOnCancel: true } },
  },
  gateway: [
    { name: 'text', path: '/text', answer: () => ({ status: 200, body: [plain('one'), plain('two')] }) },
  ],
  faults: ['reset', 'delay'],
  subject: ({ params }) => params,
  actors: { reader: ({ subject, signal }) => readText(signal, subject) },
  invariants: {
    'every call ends': ({ pending }) =>
      pending.length === 0 ? undefined : `${pending[0]!.call} never settled`,
  },
});
