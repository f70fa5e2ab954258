// The fixture's CA → what TLS of this process trusts in place of the list that comes with Node, for who brings no list of
// their own. Once and for good.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type tls from 'node:tls';
import { TEST_CA } from './test-certificates.ts';

/** Makes the CA known. `module` is Node's `tls`, which is loaded only by who needs it. */
export function trustTestCA(
  module = createRequire(import.meta.url)('node:tls') as Omit<typeof tls, 'setDefaultCACertificates'> & {
    /** Newer than 22.19 and 24.5. */
    setDefaultCACertificates?: (certificates: string[]) => void;
  },
): void {
  if (module.setDefaultCACertificates !== undefined) {
    module.setDefaultCACertificates([TEST_CA]);
    return;
  }
  // Every TLS socket without a context of its own has one made here: tls.connect looks it up on the module, each time.
  const real = module.createSecureContext;
  module.createSecureContext = (options) => real({ ...options, ca: options?.ca ?? TEST_CA });
  syncBuiltinESMExports();
}
