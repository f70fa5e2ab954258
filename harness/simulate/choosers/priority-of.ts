// (seed, name) → a random priority that depends on nothing else: not on when something was first seen, nor on what else there is.

/** A priority from 0 to 2^32 - 1 (FNV-1a of the name, mixed with the seed by murmur3's finaliser). */
export function priorityOf(seed: number, name: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16) ^ Math.imul(seed, 0x9e37_79b1), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
