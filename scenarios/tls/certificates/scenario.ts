// What a client makes of the gateway's certificate: trusted it reads its answer, otherwise it sends nothing at all, whatever
// happens to the handshake.
import { request } from 'undici';
import { defineScenario, plain, type ActorContext, type Trace } from '../../../harness/index.ts';

type Subject = { origin: string; code: string };
/** `code` is how a call has to fail, unless it is cancelled or never connects; '' when it does not. */
type Params = { code: string };

async function read({ subject, actor, signal, deliver }: ActorContext<Subject>): Promise<void> {
  const { code } = subject;
  try {
    const { statusCode, body } = await request(`${subject.origin}/text/${actor}`, { signal });
    for await (const chunk of body) if (statusCode === 200) deliver(chunk as Uint8Array);
  } catch (error) {
    if (code !== '' && (error as NodeJS.ErrnoException).code === code) return;
    throw error;
  }
}

const sentNothing = ({ case: { variant }, events }: Trace): string | undefined => {
  if (variant === 'trusted') return undefined;
  const hasSent = events.some((event) => event.kind === 'wire' && event.event.what === 'request');
  return hasSent ? 'a request reached a gateway whose certificate is not to be trusted' : undefined;
};

export default defineScenario<Subject, Params>({
  name: 'tls/certificates',
  description: 'A GET over TLS from a gateway with a good certificate, one of another name, one of nobody.',
  variants: {
    trusted: { params: { code: '' }, tls: 'trusted' },
    'wrong-name': { params: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, tls: 'wrong-name' },
    untrusted: { params: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, tls: 'untrusted' },
  },
  gateway: [
    {
      name: 'text',
      path: '/text/*',
      call: ({ path }) => path.split('/').at(-1),
      answer: (_request, { token }) => ({ status: 200, body: [plain(`${token}:text`)] }),
    },
  ],
  subject: ({ origin, params: { code } }) => ({ origin, code }),
  actors: { reader: read },
  probe: read,
  // Slow connects are plain-undici/cancel-while-connecting's: undici settles an abort only once it is connected.
  faults: ['delay', 'stall', 'reset', 'fin', 'split', 'merge', 'unauthorized', 'refuse'],
  invariants: { 'nothing is sent to a gateway that is not trusted': sentNothing },
});
