// Two lists of rows → pairs of what is the same in both, in order, and what is only in one beside nothing: the longest common
// subsequence.

/** One line of both: an index on each side, or undefined where that side has nothing. */
export type RowPair = [left: number | undefined, right: number | undefined];

/** Pairs them; in a stretch where they differ the first of one side stands beside the first of the other. */
export function alignRows(left: readonly string[], right: readonly string[]): RowPair[] {
  const longest = measure(left, right);
  const pairs: RowPair[] = [];
  let only: [number[], number[]] = [[], []];
  const flush = (): void => {
    const [ofLeft, ofRight] = only;
    for (let nth = 0; nth < Math.max(ofLeft.length, ofRight.length); nth++)
      pairs.push([ofLeft[nth], ofRight[nth]]);
    only = [[], []];
  };
  let [at, to] = [0, 0];
  while (at < left.length || to < right.length)
    if (at < left.length && to < right.length && left[at] === right[to]) {
      flush();
      pairs.push([at++, to++]);
    } else if (to >= right.length || (at < left.length && longest[at + 1]![to]! >= longest[at]![to + 1]!))
      only[0].push(at++);
    else only[1].push(to++);
  flush();
  return pairs;
}

/** Length of the longest common subsequence of what is left from each pair of places on. */
function measure(left: readonly string[], right: readonly string[]): number[][] {
  const longest = Array.from({ length: left.length + 1 }, () => Array<number>(right.length + 1).fill(0));
  for (let at = left.length - 1; at >= 0; at--)
    for (let to = right.length - 1; to >= 0; to--)
      longest[at]![to] =
        left[at] === right[to]
          ? longest[at + 1]![to + 1]! + 1
          : Math.max(longest[at + 1]![to]!, longest[at]![to + 1]!);
  return longest;
}
