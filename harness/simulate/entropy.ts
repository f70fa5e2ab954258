// One integer → a stream of random bits, the same in every run of a case.

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
  fillBytes(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.nextInt() & 0xff;
  }
}
