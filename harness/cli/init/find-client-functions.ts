// A module of a project → the functions that it exports and that may be clients: what they take, what they give, and what they
// seem to do. It reads the source alone; nothing of the project is run.
import { parse } from 'acorn';
import { stripTypes } from '../../model/strip-types.ts';

/** A parameter: its name, or the keys that are taken out of it. `keys` are also those that the function reads of a named one. */
export type ClientParameter = { name: string; keys: string[]; isPattern: boolean };

/** An exported function. `isDefault`: the module's default export; `calls` are names that it calls. */
export type ClientFunction = {
  name: string;
  isDefault: boolean;
  parameters: ClientParameter[];
  isGenerator: boolean;
  calls: string[];
};

type Node = { type: string } & Record<string, unknown>;

/** The exported functions of a source, in their order; undefined where it cannot be read as JavaScript with types. */
export function findClientFunctions(text: string): ClientFunction[] | undefined {
  let program: Node;
  try {
    program = parse(strip(text), { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as Node;
  } catch {
    return undefined;
  }
  const declared = new Map<string, Node>();
  const exported = new Map<string, { node: Node | undefined; local: string }>();
  for (const statement of nodes(program['body'])) {
    const declaration = statement['declaration'] as Node | null | undefined;
    const target = declaration ?? statement;
    for (const [name, node] of declarations(target)) declared.set(name, node);
    if (statement.type === 'ExportNamedDeclaration') {
      if (declaration)
        for (const [name] of declarations(declaration)) exported.set(name, { node: undefined, local: name });
      for (const specifier of nodes(statement['specifiers'])) {
        const [name, local] = [nameOf(specifier['exported']), nameOf(specifier['local'])];
        if (name !== undefined && local !== undefined) exported.set(name, { node: undefined, local });
      }
    }
    if (statement.type === 'ExportDefaultDeclaration' && declaration) {
      const local = nameOf(declaration['id']) ?? nameOf(declaration) ?? '';
      exported.set('default', { node: isFunction(declaration) ? declaration : undefined, local });
    }
  }
  return [...exported].flatMap(([name, { node, local }]) => {
    const found = node ?? declared.get(local);
    return found === undefined ? [] : [describe(name, local, found)];
  });
}

function strip(text: string): string {
  try {
    return stripTypes(text);
  } catch {
    // What is JavaScript already may have what the stripper does not read.
    return text;
  }
}

/** Functions that a declaration gives a name to. */
function declarations(node: Node): [string, Node][] {
  if (node.type === 'FunctionDeclaration') {
    const name = nameOf(node['id']);
    return name === undefined ? [] : [[name, node]];
  }
  if (node.type !== 'VariableDeclaration') return [];
  return nodes(node['declarations']).flatMap((each): [string, Node][] => {
    const [name, value] = [nameOf(each['id']), each['init'] as Node | null];
    return name !== undefined && value !== null && isFunction(value) ? [[name, value]] : [];
  });
}

function describe(exportedAs: string, local: string, node: Node): ClientFunction {
  const parameters = nodes(node['params']).map((parameter) => readParameter(parameter, node['body']));
  return {
    name: exportedAs === 'default' ? local : exportedAs,
    isDefault: exportedAs === 'default',
    parameters,
    isGenerator: node['generator'] === true,
    calls: [...collectCalls(node['body'])],
  };
}

function readParameter(parameter: Node, body: unknown): ClientParameter {
  const inner = parameter.type === 'AssignmentPattern' ? (parameter['left'] as Node) : parameter;
  if (inner.type === 'ObjectPattern') {
    const keys = nodes(inner['properties']).flatMap((property) => nameOf(property['key']) ?? []);
    return { name: '', keys, isPattern: true };
  }
  const name = nameOf(inner) ?? '';
  return { name, keys: [...collectKeys(body, name)], isPattern: false };
}

/** What is read of the object `name`. */
function collectKeys(body: unknown, name: string): Set<string> {
  const keys = new Set<string>();
  visit(body, (node) => {
    const object = node['object'] as Node | undefined;
    if (node.type === 'MemberExpression' && nameOf(object) === name && node['computed'] !== true) {
      const key = nameOf(node['property']);
      if (key !== undefined) keys.add(key);
    }
    const init = node['init'] as Node | null | undefined;
    const id = node['id'] as Node | undefined;
    if (node.type === 'VariableDeclarator' && nameOf(init) === name && id?.type === 'ObjectPattern')
      for (const property of nodes(id['properties'])) {
        const key = nameOf(property['key']);
        if (key !== undefined) keys.add(key);
      }
  });
  return keys;
}

/** Names that are called, and of what objects: `fetch`, `got.stream`. */
function collectCalls(body: unknown): Set<string> {
  const calls = new Set<string>();
  visit(body, (node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const callee = node['callee'] as Node;
    const object = callee['object'] as Node | undefined;
    const name = nameOf(callee) ?? (nameOf(object) === undefined ? undefined : nameOf(object));
    if (name !== undefined) calls.add(name);
  });
  return calls;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) visit(each, see);
  else if (isNode(value)) {
    see(value);
    for (const child of Object.values(value)) visit(child, see);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

function isFunction({ type }: Node): boolean {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);
}

function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? (value['name'] as string) : undefined;
}
