// Syntax trees (ESTree): what of a node matters here, and a walk through all of them.

/** A node, as far as it matters here. */
export type Node = {
  type: string;
  start: number;
  end: number;
  name?: string;
  value?: unknown;
  body?: unknown;
  id?: Node | null;
  key?: Node;
  left?: Node;
  argument?: Node;
  computed?: boolean;
  shorthand?: boolean;
  method?: boolean;
  params?: unknown;
  source?: Node | null;
  local?: Node;
  imported?: Node;
  exported?: Node | null;
  declaration?: Node | null;
  declarations?: Node[];
  specifiers?: unknown;
  properties?: Node[];
  elements?: (Node | null)[];
  callee?: Node;
  arguments?: Node[];
  object?: Node;
  property?: Node;
  init?: Node | null;
  generator?: boolean;
};

/** Calls `see` for `node` and all below it, but not for names of properties. */
export function visitNodes(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const [key, child] of Object.entries(node)) {
    if ((key === 'property' || key === 'key') && node.computed !== true && node.shorthand !== true) continue;
    for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) visitNodes(each, see);
  }
}

/** True for what a tree is made of. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
