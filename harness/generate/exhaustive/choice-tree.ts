// All cases up to a bound of elements, as a tree: the root is the natural run, a child is its parent with one departure more, later
// than all of its parent's. The tree is walked depth first, in the order of time, and known only as far as it was run.
import type { Case } from '../../model/case.ts';
import type { Observation } from '../../model/observation.ts';
import type { TraceEvent } from '../../model/trace.ts';
import { caseWith, type Element } from './element.ts';
import { hasRoom, listChildren, mayHaveChildren, type TreeSpace } from './list-children.ts';

/** What has to be known of a run besides its trace: of a leaf nothing, of others the choices, or the turns as well. */
export type Need = 'trace' | 'choices' | 'turns';

/** A run as the tree sees it: a line for each event of its trace, and what was observed. */
export type TreeRun = {
  events: readonly TraceEvent[];
  lines: readonly string[];
  observation: Observation | undefined;
};

/** A place in the tree: the index of a child of the root, of a child of that, and so on. */
export type Path = readonly number[];

/** The line in which a run departs from its parent's, where that is not its own departure. */
type Departure = { line: number; expected: string; actual: string };

/** A run and its place. */
export type TreeNode<R> = {
  path: Path;
  case: Case;
  elements: readonly Element[];
  run: R;
  children: readonly Element[];
  gaps: readonly string[];
};

/** `void`: the action never acted, since the run was over: the case is its parent. */
export type Opened<R> =
  | ({ kind: 'node' } & TreeNode<R>)
  | { kind: 'void' }
  | ({ kind: 'departed'; path: Path; case: Case; run: R } & Departure);

/** Where a walk goes on: behind the run at `path`, or behind all that is below it as well. */
export type Cursor = { path: Path; isSubtreeDone: boolean };

/** How the tree is made. */
export type TreeOptions<R extends TreeRun> = TreeSpace & {
  root: Case;
  run: (kase: Case, need: Need, path: Path) => Promise<R>;
  /** Does not go below an action that had nothing to do: what is there is beside it as well. Default: true. */
  isReduced?: boolean;
  /** Places that are not to be run. */
  isBarred?: (path: Path) => boolean;
};

/** The tree of one variant. */
export class ChoiceTree<R extends TreeRun> {
  readonly #options: TreeOptions<R>;

  constructor(options: TreeOptions<R>) {
    this.#options = options;
  }

  /** Runs the root. */
  async openRoot(): Promise<TreeNode<R>> {
    return this.#runNode([], []);
  }

  /** Runs a child. */
  async open(parent: TreeNode<R>, index: number): Promise<Opened<R>> {
    const element = parent.children[index]!;
    const node = await this.#runNode([...parent.path, index], [...parent.elements, element]);
    const departure = findDeparture(parent.run, node.run, element);
    if (departure === 'none') return { kind: 'void' };
    if (departure === 'own') return { kind: 'node', ...node };
    const { path, case: kase, run } = node;
    return { kind: 'departed', path, case: kase, run, ...departure };
  }

  /**
   * Runs a child of the root and all below it, and gives each in turn. With `from` it goes on there: what leads to that place is
   * run again, and not given.
   */
  async *walk(root: TreeNode<R>, index: number, from?: Cursor): AsyncGenerator<Opened<R>> {
    const isDone = from?.isSubtreeDone === true && from.path.length === 1;
    const isBarred = this.#options.isBarred?.([index]) === true;
    if (isDone || isBarred) return;
    const unit = await this.open(root, index);
    if (unit.kind === 'departed' || (from === undefined && unit.kind === 'node')) yield unit;
    if (unit.kind === 'node') yield* this.#below(unit, from);
  }

  async *#below(node: TreeNode<R>, from: Cursor | undefined): AsyncGenerator<Opened<R>> {
    const depth = node.path.length;
    const first = from?.path[depth];
    for (let index = first ?? 0; index < node.children.length; index++) {
      const isOnTheWay = index === first;
      if (this.#options.isBarred?.([...node.path, index]) === true) continue;
      if (isOnTheWay && from!.isSubtreeDone && from!.path.length === depth + 1) continue;
      const child = await this.open(node, index);
      if (child.kind === 'departed' || (!isOnTheWay && child.kind === 'node')) yield child;
      if (child.kind === 'node') yield* this.#below(child, isOnTheWay ? from : undefined);
    }
  }

  async #runNode(path: Path, elements: readonly Element[]): Promise<TreeNode<R>> {
    const { root, run: runCase, isReduced = true } = this.#options;
    const kase = caseWith(root, elements);
    const isInner = mayHaveChildren(elements, this.#options);
    const isDeep = hasRoom(elements, this.#options);
    const run = await runCase(kase, isDeep ? 'turns' : isInner ? 'choices' : 'trace', path);
    const { observation } = run;
    const isIdle = elements.at(-1)?.kind === 'act' && observation?.isLastActionIdle === true;
    const { elements: children, gaps } =
      !isInner || observation === undefined || (isReduced && isIdle)
        ? { elements: [], gaps: [] }
        : listChildren(observation, elements, this.#options);
    return { path, case: kase, elements, run, children, gaps };
  }
}

/** Where a child's trace leaves its parent's: at its own element, never, or where it should not. */
function findDeparture(parent: TreeRun, child: TreeRun, element: Element): 'own' | 'none' | Departure {
  const { lines } = child;
  let at = 0;
  while (at < lines.length && lines[at] === parent.lines[at]) at++;
  if (at === lines.length && at === parent.lines.length) return 'none';
  const event = child.events[at];
  if (event !== undefined && isOwn(event, element)) return 'own';
  return { line: at, expected: parent.lines[at] ?? 'the end', actual: lines[at] ?? 'the end' };
}

/** Steps of a trace count from 1. */
function isOwn(event: TraceEvent, element: Element): boolean {
  if (event.step !== element.step + 1) return false;
  if (element.kind === 'act') return event.kind === 'action' && event.do === element.do;
  return event.kind === 'step' && element.passed.every((id) => event.held?.includes(id) === true);
}
