// Numbers → numbers that look drawn: the same ones always give the same, and neighbours give unrelated ones.

/** A seed from 0 to 2^32 - 1 for the `nth` run of a place, from that of the whole (murmur3's finaliser over all of them). */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x9e37_79b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** Draws whole numbers below a bound, by xorshift. */
export function drawFrom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}
