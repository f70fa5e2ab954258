// Syntax trees (ESTree) → the names in them. It errs on one side only: a name may be taken for used that is not.

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
};

/** Names that may be used in `node`: every identifier that is not a property's name. */
export function collectNames(node: Node): Set<string> {
  const names = new Set<string>();
  visit(node, (child) => {
    if (child.type === 'Identifier') names.add(child.name!);
  });
  return names;
}

/** What `node` loads while it runs: the literals in `import('…')`. */
export function collectLoads(node: Node): string[] {
  const loads: string[] = [];
  visit(node, ({ type, source }) => {
    if (type === 'ImportExpression' && typeof source?.value === 'string') loads.push(source.value);
  });
  return loads;
}

/** Calls `see` for `node` and all below it, but not for names of properties. */
function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const [key, child] of Object.entries(node)) {
    if ((key === 'property' || key === 'key') && node.computed !== true && node.shorthand !== true) continue;
    for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) visit(each, see);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Names that a declaration declares; none for any other statement. */
export function declaredNames(node: Node): string[] {
  if (node.type === 'VariableDeclaration')
    return node.declarations!.flatMap(({ id }) => (id ? patternNames(id) : []));
  return node.type.endsWith('Declaration') && node.id ? [node.id.name!] : [];
}

function patternNames(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [pattern.name!];
  if (pattern.type === 'AssignmentPattern') return patternNames(pattern.left!);
  if (pattern.type === 'RestElement') return patternNames(pattern.argument!);
  if (pattern.type === 'Property') return patternNames(pattern.value as Node);
  return [...(pattern.properties ?? []), ...(pattern.elements ?? [])].flatMap((part) =>
    part === null ? [] : patternNames(part),
  );
}
