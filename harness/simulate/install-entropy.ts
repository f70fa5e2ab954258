// Math.random and node:crypto → the current case's seeded stream. Between cases the real sources serve. Where Node leaves the
// thread for random bytes, they come back as an event, as other work does.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Entropy } from './entropy.ts';

type CryptoModule = Record<string, (...args: never[]) => unknown> & { webcrypto: Record<string, unknown> };

/** Puts the trampolines in place; between cases the real sources serve. */
export function installEntropy(
  current: () => Entropy | undefined,
  postWork: (what: string, run: () => void) => void,
): void {
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
    postWork('randomBytes', () => callback(null, bytes));
    return undefined;
  });
  replace(crypto, 'randomFillSync', (view: ArrayBufferView, offset?: number, size?: number) => {
    if (current() === undefined)
      return real['randomFillSync']!(view as never, offset as never, size as never);
    current()!.fillBytes(partOf(view, offset, size));
    return view;
  });
  replace(crypto, 'randomFill', (view: ArrayBufferView, ...rest: unknown[]) => {
    if (current() === undefined) return real['randomFill']!(view as never, ...(rest as never[]));
    const done = rest.pop() as (error: null, view: ArrayBufferView) => void;
    current()!.fillBytes(partOf(view, ...(rest as number[])));
    postWork('randomFill', () => done(null, view));
    return undefined;
  });
  replace(crypto, 'randomInt', (...args: unknown[]) => {
    if (current() === undefined) return real['randomInt']!(...(args as never[]));
    const done =
      typeof args.at(-1) === 'function' ? (args.pop() as (error: null, value: number) => void) : undefined;
    const [from, to] = (args[1] === undefined ? [0, args[0]] : args) as [number, number];
    const value = from + Math.floor(current()!.nextFloat() * (to - from));
    if (done === undefined) return value;
    postWork('randomInt', () => done(null, value));
    return undefined;
  });
  const randomUUID = (): string => formatUUID(randomBytes(16).toString('hex'), 4);
  replace(crypto, 'randomUUID', () => (current() === undefined ? real['randomUUID']!() : randomUUID()));
  // Newer versions of Node.js have it.
  if (real['randomUUIDv7'] !== undefined)
    replace(crypto, 'randomUUIDv7', () => {
      if (current() === undefined) return real['randomUUIDv7']!();
      const now = Date.now().toString(16).padStart(12, '0');
      return formatUUID(now + randomBytes(10).toString('hex'), 7);
    });
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

/** 32 hex digits as a UUID of that version. */
function formatUUID(hex: string, version: number): string {
  const variant = ((parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The bytes of a part of `view`, whose offset and size count its own elements, as in node:crypto. */
function partOf(view: ArrayBufferView | ArrayBuffer, offset = 0, size?: number): Uint8Array {
  const bytes = ArrayBuffer.isView(view)
    ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    : new Uint8Array(view);
  const width = (view as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  return bytes.subarray(offset * width, size === undefined ? undefined : (offset + size) * width);
}

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
}
