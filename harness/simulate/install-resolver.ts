// Queries for DNS records → events of the world: every name has the gateway's address, and no other record. They are met at
// the native channel under dns.resolve*, its promises and every Resolver, whoever captured what before.
import type { Network } from './network.ts';

type Query = { oncomplete(error: string | null, records?: string[], ttls?: number[]): void };
type Channel = Record<string, (this: object, query: Query, name: string, ...rest: unknown[]) => unknown>;

/** Seconds that the gateway's address is said to be good for. */
const TTL_SECONDS = 60;

/** Puts the trampolines in place; between cases the real resolver serves. */
export function installResolver(current: () => Network | undefined, address: string): void {
  const { binding } = process as unknown as {
    binding(name: string): { ChannelWrap: { prototype: Channel } };
  };
  const channel = binding('cares_wrap').ChannelWrap.prototype;
  for (const name of Object.getOwnPropertyNames(channel)) {
    if (!name.startsWith('query') && name !== 'getHostByAddr') continue;
    const real = channel[name]!;
    channel[name] = function (query, host, ...rest) {
      const network = current();
      if (network === undefined) return real.call(this, query, host, ...rest);
      network.lookup(host, (failure) => {
        // c-ares has a word of its own for servers that do not answer.
        if (failure !== undefined) query.oncomplete(failure === 'EAI_AGAIN' ? 'ETIMEOUT' : failure);
        else if (name === 'queryA') query.oncomplete(null, [address], [TTL_SECONDS]);
        else query.oncomplete(name === 'getHostByAddr' ? 'ENOTFOUND' : 'ENODATA');
      });
      return 0;
    };
  }
}
