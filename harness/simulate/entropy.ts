// Entropy → a seeded stream: Math.random and node:crypto give the same values in every run of a case.
import { createRequire, syncBuiltinESMExports } from 'node:module';

/** A small, fast generator (sfc32) whose whole state comes from one integer. */
export class Entropy {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = 0x9e3779b9 ^ seed;
    this.#c = 0x243f6a88;
    for (let i = 0; i < 12; i++) this.nextInt();
  }

  /** The next 32 random bits, as a non-negative integer. */
  nextInt(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** The next number in [0, 1), with 53 bits. */
  nextFloat(): number {
    return ((this.nextInt() >>> 5) * 67_108_864 + (this.nextInt() >>> 6)) / 9_007_199_254_740_992;
  }

  /** Fills `bytes`. */
  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.nextInt() & 0xff;
  }
}

type CryptoModule = Record<string, (...args: never[]) => unknown> & { webcrypto: Record<string, unknown> };

/** Puts the trampolines in place; between cases the real sources serve. */
export function installEntropy(current: () => Entropy | undefined): void {
  const realRandom = Math.random;
  Math.random = () => current()?.nextFloat() ?? realRandom();
  const crypto = createRequire(import.meta.url)('node:crypto') as CryptoModule;
  const real = { ...crypto };

  const randomBytes = (size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    current()!.fill(bytes);
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
    if (current() === undefined) return real['randomFillSync']!(view as never, offset as never, size as never);
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    current()!.fill(bytes.subarray(offset ?? 0, size === undefined ? undefined : (offset ?? 0) + size));
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
      current()!.fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
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
