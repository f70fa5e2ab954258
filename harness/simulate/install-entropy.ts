// Math.random and node:crypto → the current case's seeded stream. Between cases the real sources serve.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Entropy } from './entropy.ts';

type CryptoModule = Record<string, (...args: never[]) => unknown> & { webcrypto: Record<string, unknown> };

/** Puts the trampolines in place; between cases the real sources serve. */
export function installEntropy(current: () => Entropy | undefined): void {
  const realRandom = Math.random;
  Math.random = () => current()?.nextFloat() ?? realRandom();
  const crypto = createRequire(import.meta.url)('node:crypto') as CryptoModule;
  const real = { ...crypto };

  const randomBytes = (size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    current()!.fillBytes(bytes);
    return bytes;
  };
  replace(crypto, 'randomBytes', (size: number, callback?: (error: null, bytes: Buffer) => void) => {
    if (current() === undefined) return real['randomBytes']!(size as never, callback as never);
    const bytes = randomBytes(size);
    if (callback === undefined) return bytes;
    setImmediate(() => callback(null, bytes));
    return undefined;
  });
  replace(crypto, 'randomFillSync', (view: ArrayBufferView, offset?: number, size?: number) => {
    if (current() === undefined)
      return real['randomFillSync']!(view as never, offset as never, size as never);
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    current()!.fillBytes(bytes.subarray(offset ?? 0, size === undefined ? undefined : (offset ?? 0) + size));
    return view;
  });
  replace(crypto, 'randomInt', (low: number, high?: number) => {
    if (current() === undefined) return real['randomInt']!(low as never, high as never);
    const [from, to] = high === undefined ? [0, low] : [low, high];
    return from + Math.floor(current()!.nextFloat() * (to - from));
  });
  const randomUUID = (): string => {
    const hex = randomBytes(16).toString('hex');
    const variant = ((parseInt(hex[16]!, 16) & 3) | 8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  replace(crypto, 'randomUUID', () => (current() === undefined ? real['randomUUID']!() : randomUUID()));
  const web = globalThis.crypto as unknown as Record<string, unknown>;
  const realGetRandomValues = globalThis.crypto.getRandomValues.bind(globalThis.crypto);
  const realWebUUID = globalThis.crypto.randomUUID.bind(globalThis.crypto);
  Object.defineProperty(web, 'getRandomValues', {
    configurable: true,
    value: (view: ArrayBufferView) => {
      if (current() === undefined) return realGetRandomValues(view as never);
      current()!.fillBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      return view;
    },
  });
  Object.defineProperty(web, 'randomUUID', {
    configurable: true,
    value: () => (current() === undefined ? realWebUUID() : randomUUID()),
  });
  syncBuiltinESMExports();
}

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
}
