// The size of a tree, from a few random ways down: at a run with b children each child stands for b. The mean over all ways is right
// in expectation, whatever the tree looks like (Knuth, "Estimating the Efficiency of Backtrack Programs", 1975).
import { drawFrom } from '../../model/draw.ts';
import type { ChoiceTree, TreeNode, TreeRun } from './choice-tree.ts';

/** One way down: the child of the root that it took, and the number of runs below the root that it stands for. */
export type Probe = { unit: number; runs: number };

/** Goes down `count` ways. The same seed takes the same ways. */
export async function* probeTree<R extends TreeRun>(
  tree: ChoiceTree<R>,
  root: TreeNode<R>,
  count: number,
  seed: number,
): AsyncGenerator<Probe> {
  // Small seeds alone would take the same first turnings.
  const draw = drawFrom(seed ^ 0x9e37_79b9);
  for (let nth = 0; nth < count && root.children.length > 0; nth++) {
    const unit = draw(root.children.length);
    let node = root;
    let index = unit;
    let weight = root.children.length;
    let runs = weight;
    for (;;) {
      const child = await tree.open(node, index);
      if (child.kind !== 'node' || child.children.length === 0) break;
      node = child;
      weight *= child.children.length;
      runs += weight;
      index = draw(child.children.length);
    }
    yield { unit, runs };
  }
}

/** What is known for certain: runs of the units that are done, and of those that are not. */
export type Known = { done: number; begun: number; isDone: (unit: number) => boolean };

/** Runs of the whole tree: those of the units that are done are known, the probes of the others stand for what is left. */
export function estimateRuns(probes: readonly Probe[], { done, begun, isDone }: Known): number {
  const open = probes.filter(({ unit }) => !isDone(unit));
  const left = open.reduce((sum, { runs }) => sum + runs, 0) / Math.max(1, probes.length);
  return Math.round(done + Math.max(begun, left));
}
