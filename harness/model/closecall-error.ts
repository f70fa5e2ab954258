// Errors that are expected: bad input and refused requests. They print no stack, say what to do, and carry a code.

/** A mistake of the caller that closecall explains in one message; the command exits 2 (or `exitCode`). */
export class ClosecallError extends Error {
  override readonly name = 'ClosecallError';
  readonly code: string;
  readonly exitCode: number;
  constructor(code: string, message: string, exitCode = 2) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** The name in `known` nearest to `name` when it is near enough to be a typo of it, else undefined. */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  // Of three letters two are most of the name.
  const farthest = name.length <= 3 ? 1 : Math.max(2, Math.floor(name.length / 3));
  let bestDistance = farthest + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    // Two short names with nothing in common are near each other, and no typo.
    if (distance < bestDistance && distance < Math.max(name.length, candidate.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edits from one short string to another: a character more, less or another, and two neighbours in the other order. */
function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const substitution = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swap = isSwapped ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(substitution, swap, next[j - 1]! + 1, row[j]! + 1));
    }
    before = row;
    row = next;
  }
  return row[right.length]!;
}
