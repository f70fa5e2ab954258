// Syntax trees (ESTree) → the names in them. It errs on one side only: a name may be taken for used that is not.
import { visitNodes, type Node } from '../model/syntax-tree.ts';

/** Names that may be used in `node`: every identifier that is not a property's name. */
export function collectNames(node: Node): Set<string> {
  const names = new Set<string>();
  visitNodes(node, (child) => {
    if (child.type === 'Identifier') names.add(child.name!);
  });
  return names;
}

/** What `node` loads while it runs: the literals in `import('…')`. */
export function collectLoads(node: Node): string[] {
  const loads: string[] = [];
  visitNodes(node, ({ type, source }) => {
    if (type === 'ImportExpression' && typeof source?.value === 'string') loads.push(source.value);
  });
  return loads;
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
