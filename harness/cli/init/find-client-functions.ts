// A module of a project → the functions that it exports and that may be clients: what they take, what they give, and what they
// seem to do. It reads the source alone; nothing of the project is run.
import { parse } from 'acorn';
import { isNode, visitNodes, type Node } from '../../model/syntax-tree.ts';
import { stripTypes } from '../../model/strip-types.ts';

/**
 * A parameter: its name, or the keys that are taken out of it. `keys` are also those that the function reads of a named one, itself or
 * in a function of the module that is not exported and that it hands it to.
 */
export type ClientParameter = { name: string; keys: string[]; isPattern: boolean };

/**
 * An exported function. `isDefault`: the module's default export; `calls` are what it calls, `fetch` or `got.stream`, itself or in
 * functions of the module that are not exported.
 */
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
  const inner = new Map(declared);
  for (const { local } of exported.values()) inner.delete(local);
  return [...exported].flatMap(([name, { node, local }]) => {
    const found = node ?? declared.get(local);
    return found === undefined ? [] : [describe(name, local, found, inner)];
  });
}

/** Functions of a module that are not exported: what they do is done by who calls them. */
type Inner = ReadonlyMap<string, Node>;

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

function describe(exportedAs: string, local: string, node: Node, inner: Inner): ClientFunction {
  const parameters = nodes(node.params).map((parameter) =>
    readParameter(parameter, node.body as Node, inner),
  );
  return {
    name: exportedAs === 'default' ? local : exportedAs,
    isDefault: exportedAs === 'default',
    parameters,
    isGenerator: node.generator === true,
    calls: [...collectCalls(node.body as Node, inner)],
  };
}

function readParameter(parameter: Node, body: Node, inner: Inner): ClientParameter {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left! : parameter;
  if (target.type === 'ObjectPattern') return { name: '', keys: keysOfPattern(target), isPattern: true };
  const name = nameOf(target) ?? '';
  return { name, keys: [...collectKeys(body, name, inner)], isPattern: false };
}

function keysOfPattern(pattern: Node): string[] {
  return nodes(pattern.properties).flatMap((property) => nameOf(property.key) ?? []);
}

/** What is read of the object `name`. A function that has been looked into already is in no further `inner`. */
function collectKeys(body: Node, name: string, inner: Inner): Set<string> {
  const keys = new Set<string>();
  const add = (node: Node | undefined): void => {
    const key = nameOf(node);
    if (key !== undefined) keys.add(key);
  };
  visitNodes(body, (node) => {
    const { type, object, property, computed, id, init } = node;
    if (type === 'MemberExpression' && nameOf(object) === name && computed !== true) add(property);
    if (type === 'VariableDeclarator' && nameOf(init) === name && id?.type === 'ObjectPattern')
      for (const key of keysOfPattern(id)) keys.add(key);
    if (type === 'CallExpression') for (const key of keysHandedOn(node, name, inner)) keys.add(key);
  });
  return keys;
}

/** What the function that is called reads of the object `name`, where it is handed the object itself. */
function keysHandedOn({ callee, arguments: given }: Node, name: string, inner: Inner): string[] {
  const called = nameOf(callee) ?? '';
  const node = inner.get(called);
  if (node === undefined) return [];
  const others = new Map(inner);
  others.delete(called);
  const parameters = nodes(node.params);
  return nodes(given).flatMap((argument, nth) => {
    const parameter = parameters[nth];
    if (nameOf(argument) !== name || parameter === undefined) return [];
    return readParameter(parameter, node.body as Node, others).keys;
  });
}

/** What is called: `fetch`, `got.stream`. */
function collectCalls(body: Node, inner: Inner): Set<string> {
  const calls = new Set<string>();
  const look = (node: Node): void =>
    visitNodes(node, ({ type, callee }) => {
      if (type !== 'CallExpression' && type !== 'NewExpression') return;
      const [object, property] = [nameOf(callee?.object), nameOf(callee?.property)];
      const name = nameOf(callee) ?? (property === undefined ? object : object && `${object}.${property}`);
      if (name === undefined || calls.has(name)) return;
      calls.add(name);
      const called = inner.get(name);
      if (called !== undefined) look(called.body as Node);
    });
  look(body);
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
