// A module of a project → the functions that it exports and that may be clients: what they take, what they give, and what they
// seem to do. It reads the source alone; nothing of the project is run.
import { parse } from 'acorn';
import { isNode, visitNodes, type Node } from '../../model/syntax-tree.ts';
import { stripTypes } from '../../model/strip-types.ts';

/** A parameter: its name, or the keys that are taken out of it. `keys` are also those that the function reads of a named one. */
export type ClientParameter = { name: string; keys: string[]; isPattern: boolean };

/** An exported function. `isDefault`: the module's default export; `calls` are what it calls, `fetch` or `got.stream`. */
export type ClientFunction = {
  name: string;
  isDefault: boolean;
  parameters: ClientParameter[];
  isGenerator: boolean;
  calls: string[];
};

/** The exported functions of a source, in their order; undefined where it cannot be read as JavaScript with types. */
export function findClientFunctions(text: string): ClientFunction[] | undefined {
  let program: Node;
  try {
    program = parse(strip(text), { ecmaVersion: 'latest', sourceType: 'module' });
  } catch {
    return undefined;
  }
  const declared = new Map<string, Node>();
  const exported = new Map<string, { node: Node | undefined; local: string }>();
  for (const statement of nodes(program.body)) {
    const { declaration } = statement;
    for (const [name, node] of declarations(declaration ?? statement)) declared.set(name, node);
    if (statement.type === 'ExportNamedDeclaration') {
      if (declaration)
        for (const [name] of declarations(declaration)) exported.set(name, { node: undefined, local: name });
      for (const specifier of nodes(statement.specifiers)) {
        const [name, local] = [nameOf(specifier.exported), nameOf(specifier.local)];
        if (name !== undefined && local !== undefined) exported.set(name, { node: undefined, local });
      }
    }
    if (statement.type === 'ExportDefaultDeclaration' && declaration) {
      const local = nameOf(declaration.id) ?? nameOf(declaration) ?? '';
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
    const name = nameOf(node.id);
    return name === undefined ? [] : [[name, node]];
  }
  if (node.type !== 'VariableDeclaration') return [];
  return nodes(node.declarations).flatMap((each): [string, Node][] => {
    const [name, value] = [nameOf(each.id), each.init];
    return name !== undefined && value && isFunction(value) ? [[name, value]] : [];
  });
}

function describe(exportedAs: string, local: string, node: Node): ClientFunction {
  const parameters = nodes(node.params).map((parameter) => readParameter(parameter, node.body as Node));
  return {
    name: exportedAs === 'default' ? local : exportedAs,
    isDefault: exportedAs === 'default',
    parameters,
    isGenerator: node.generator === true,
    calls: [...collectCalls(node.body as Node)],
  };
}

function readParameter(parameter: Node, body: Node): ClientParameter {
  const inner = parameter.type === 'AssignmentPattern' ? parameter.left! : parameter;
  if (inner.type === 'ObjectPattern') {
    const keys = nodes(inner.properties).flatMap((property) => nameOf(property.key) ?? []);
    return { name: '', keys, isPattern: true };
  }
  const name = nameOf(inner) ?? '';
  return { name, keys: [...collectKeys(body, name)], isPattern: false };
}

/** What is read of the object `name`. */
function collectKeys(body: Node, name: string): Set<string> {
  const keys = new Set<string>();
  const add = (node: Node | undefined): void => {
    const key = nameOf(node);
    if (key !== undefined) keys.add(key);
  };
  visitNodes(body, ({ type, object, property, computed, id, init }) => {
    if (type === 'MemberExpression' && nameOf(object) === name && computed !== true) add(property);
    if (type === 'VariableDeclarator' && nameOf(init) === name && id?.type === 'ObjectPattern')
      for (const { key } of nodes(id.properties)) add(key);
  });
  return keys;
}

/** What is called: `fetch`, `got.stream`. */
function collectCalls(body: Node): Set<string> {
  const calls = new Set<string>();
  visitNodes(body, ({ type, callee }) => {
    if (type !== 'CallExpression' && type !== 'NewExpression') return;
    const [object, property] = [nameOf(callee?.object), nameOf(callee?.property)];
    const name = nameOf(callee) ?? (property === undefined ? object : object && `${object}.${property}`);
    if (name !== undefined) calls.add(name);
  });
  return calls;
}

function isFunction({ type }: Node): boolean {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);
}

function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function nameOf(node: Node | null | undefined): string | undefined {
  return node?.type === 'Identifier' ? node.name : undefined;
}
