// Which certificate a scenario's gateway shows → what its TLS is set up with. The CA that signed it is made known to this
// process, so that a client trusts the gateway as it trusts any server, with no option of its own.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type tls from 'node:tls';
import { TEST_CA, TEST_CERTIFICATES, TEST_KEY } from './test-certificates.ts';
import { trustTestCA } from './trust-test-ca.ts';

/** What a client makes of the gateway's certificate: trust it, miss its name on it, or not know who signed it. */
export type ServerIdentity = keyof typeof TEST_CERTIFICATES;

/** Ports of the gateway on which it speaks TLS, if the scenario asks for it. The others stay plain. */
export const TLS_PORTS: ReadonlySet<number> = new Set([443, 8443]);

type TicketKeys = { setTicketKeys(keys: Uint8Array): void };

const contexts = new Map<ServerIdentity, tls.SecureContext>();

/**
 * What the gateway's end of one run is set up with. Tickets of earlier runs are worth nothing: a client that keeps sessions
 * beyond its run makes the same handshakes whatever ran before.
 */
export function prepareServer(identity: ServerIdentity): tls.SecureContext {
  if (contexts.size === 0) trustTestCA();
  const { createSecureContext } = createRequire(import.meta.url)('node:tls') as typeof tls;
  let context = contexts.get(identity);
  if (context === undefined) {
    context = createSecureContext({
      key: TEST_KEY,
      cert: TEST_CERTIFICATES[identity],
      // Sent along, whatever this process trusts.
      ca: TEST_CA,
      sessionIdContext: 'closecall',
    });
    contexts.set(identity, context);
  }
  (context.context as TicketKeys).setTicketKeys(randomBytes(TICKET_KEY_BYTES));
  return context;
}

const TICKET_KEY_BYTES = 48;
