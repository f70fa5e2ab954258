// The natural run of a variant → what is wrong when no request of its client came to the gateway: a client with an address of its own
// would be "clean" in all cases, since nothing of it is seen.
import { ClosecallError } from '../model/closecall-error.ts';
import { MALFORMED_ROUTE, type Trace } from '../model/trace.ts';
import type { ServerIdentity } from '../simulate/tls/server-identity.ts';

/**
 * Throws a ClosecallError when the client connected, asked for nothing that the gateway could read, and every call of it failed. Where the
 * gateway speaks TLS that may be what is to be seen: a certificate that is refused.
 */
export function checkReach(
  { end, events }: Pick<Trace, 'end' | 'events'>,
  identity: ServerIdentity | undefined,
): void {
  if (end !== 'completed' || identity !== undefined) return;
  const isConnecting = events.some(({ kind }) => kind === 'connection');
  const isAsking = events.some((event) => event.kind === 'wire' && event.route !== MALFORMED_ROUTE);
  // What is called when the scenario is over is not the client's doing.
  const over = events.findIndex((event) => event.kind === 'phase' && event.phase !== 'scenario');
  const settled = events.slice(0, over === -1 ? undefined : over).filter((event) => event.kind === 'settled');
  const [first] = settled;
  if (!isConnecting || isAsking || first === undefined || settled.some(({ ok }) => ok)) return;
  const { error } = first;
  const cause =
    error?.cause === undefined
      ? ''
      : ` (${error.cause.code === '' ? error.cause.message : error.cause.code})`;
  const why = error === undefined ? '' : ` with ${error.name}: ${error.message}${cause}`;
  throw new ClosecallError(
    'ERR_GATEWAY_NOT_REACHED',
    `no request comes to the gateway in the natural run: ${first.call} fails${why}. The gateway speaks plain HTTP: give the client \`url\` or \`origin\` in place of an address of its own (https://…), or say tls: 'trusted' in the scenario where it must be https.`,
  );
}
