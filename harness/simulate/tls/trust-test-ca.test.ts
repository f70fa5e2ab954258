// The fixture's CA, made known to a process: by Node's own means where it has them, at the one place that asks otherwise.
import type tls from 'node:tls';
import { expect, test } from 'vitest';
import { TEST_CA } from './test-certificates.ts';
import { trustTestCA } from './trust-test-ca.ts';

type Module = NonNullable<Parameters<typeof trustTestCA>[0]>;

/** A `tls` that keeps what contexts are asked for. */
function fakeTls(): { module: Module; asked: (tls.SecureContextOptions | undefined)[] } {
  const asked: (tls.SecureContextOptions | undefined)[] = [];
  const createSecureContext = (options?: tls.SecureContextOptions): tls.SecureContext => {
    asked.push(options);
    return { context: {} };
  };
  return { module: { createSecureContext } as Module, asked };
}

test('replaces the list of authorities where that can be done', () => {
  const { module } = fakeTls();
  const { createSecureContext } = module;
  let list: string[] = [];
  module.setDefaultCACertificates = (certificates) => (list = certificates);
  trustTestCA(module);
  expect(list).toEqual([TEST_CA]);
  expect(module.createSecureContext).toBe(createSecureContext);
});

test('is otherwise the authority of every context that names none', () => {
  const { module, asked } = fakeTls();
  trustTestCA(module);
  module.createSecureContext();
  module.createSecureContext({ servername: 'gateway.test' } as tls.SecureContextOptions);
  module.createSecureContext({ ca: 'another' });
  expect(asked).toEqual([{ ca: TEST_CA }, { servername: 'gateway.test', ca: TEST_CA }, { ca: 'another' }]);
});
