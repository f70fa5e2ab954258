// A file of JavaScript or TypeScript → its top-level statements, each with what it declares and what it uses, and what it
// imports and exports. Types are taken out by Node itself; nothing is evaluated.
import { readFileSync } from 'node:fs';
import { parse, type Comment, type Token } from 'acorn';
import { stripTypes } from '../model/strip-types.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { notEjectable } from './not-ejectable.ts';
import type { Node } from '../model/syntax-tree.ts';
import { collectLoads, collectNames, declaredNames } from './syntax.ts';

/** One statement at the top of a module. Offsets are into its code. */
export type Statement = {
  start: number;
  end: number;
  declares: string[];
  uses: ReadonlySet<string>;
  /** What it imports while it runs. */
  loads: readonly string[];
  /** It is there for what it does: nobody has to use it. */
  isEffect: boolean;
  /** Put before its text: `const NAME = ` of a default export. */
  prefix: string;
  /** Instead of its own text. */
  text?: string;
};

/** A local name that stands for what another module exports as `name` (`*`: all of it). */
export type ImportedName = { from: string; name: string };

/** A module, taken apart. `original` is the text of the file; `code` is without types, at the same offsets. */
export type ModuleSource = {
  file: string;
  original: string;
  code: string;
  tokens: Token[];
  comments: Comment[];
  statements: Statement[];
  /** By local name. */
  imports: Map<string, ImportedName>;
  /** Local names by the name they are exported under. */
  exports: Map<string, string>;
  /** What is exported from other modules under its own name. */
  reexports: string[];
  /** What it asks for, in order. */
  asks: string[];
  /** The expression that is exported by default, where it is one. */
  defaultExport: Node | undefined;
};

/** Name of a default export that has none of its own. */
export const DEFAULT_NAME = 'defaultExport';

/** Reads and takes apart `file`. Throws ERR_NOT_EJECTABLE for what is no module of JavaScript once types are gone. */
export function readModule(file: string): ModuleSource {
  const original = readFileSync(file, 'utf8');
  const module: ModuleSource = {
    file,
    original,
    code: original,
    tokens: [],
    comments: [],
    statements: [],
    imports: new Map(),
    exports: new Map(),
    reexports: [],
    asks: [],
    defaultExport: undefined,
  };
  try {
    if (/\.[mc]?ts$/.test(file)) module.code = stripTypes(original);
    const program: unknown = parse(module.code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      onToken: module.tokens,
      onComment: module.comments,
    });
    for (const node of (program as Node).body as Node[]) readStatement(module, node);
  } catch (error) {
    if (error instanceof ClosecallError) throw error;
    throw notEjectable(`${file} is no JavaScript with types that can be taken out (${String(error)}).`);
  }
  return module;
}

function readStatement(module: ModuleSource, node: Node): void {
  if (node.type === 'ImportDeclaration') {
    const from = String(node.source!.value);
    module.asks.push(from);
    for (const { local, imported } of node.specifiers as Node[]) {
      const given = imported && nameOf(imported);
      module.imports.set(local!.name!, { from, name: given ?? importKind(node, local!.name!) });
    }
  } else if (node.type === 'ExportAllDeclaration') {
    if (node.exported) throw notEjectable(`${module.file} has "export * as", which is not taken apart.`);
    module.asks.push(String(node.source!.value));
    module.reexports.push(String(node.source!.value));
  } else if (node.type === 'ExportDefaultDeclaration') readDefault(module, node.declaration!);
  else if (node.type === 'ExportNamedDeclaration') readNamed(module, node);
  else add(module, node, false);
}

/** The name that an identifier is, or that a string spells. */
function nameOf({ name, value }: Node): string {
  return name ?? String(value);
}

function importKind(node: Node, local: string): string {
  const specifier = (node.specifiers as Node[]).find((candidate) => candidate.local!.name === local);
  return specifier!.type === 'ImportNamespaceSpecifier' ? '*' : 'default';
}

function readDefault(module: ModuleSource, declaration: Node): void {
  const name = declaration.id?.name;
  if (name !== undefined) add(module, declaration, false);
  else add(module, declaration, false, `const ${DEFAULT_NAME} = `, [DEFAULT_NAME]);
  module.exports.set('default', name ?? DEFAULT_NAME);
  module.defaultExport = declaration;
}

function readNamed(module: ModuleSource, node: Node): void {
  if (node.declaration) {
    add(module, node.declaration, false);
    for (const name of module.statements.at(-1)!.declares) module.exports.set(name, name);
    return;
  }
  for (const specifier of node.specifiers as Node[]) {
    const exported = nameOf(specifier.exported!);
    const local = nameOf(specifier.local!);
    if (!node.source) module.exports.set(exported, local);
    else {
      const from = String(node.source.value);
      const alias = `${exported} of ${from}`;
      module.asks.push(from);
      module.imports.set(alias, { from, name: local });
      module.exports.set(exported, alias);
    }
  }
}

function add(module: ModuleSource, node: Node, isEffect: boolean, prefix = '', names?: string[]): void {
  module.statements.push({
    start: node.start,
    end: node.end,
    declares: names ?? declaredNames(node),
    uses: collectNames(node),
    loads: collectLoads(node),
    isEffect: isEffect || !node.type.endsWith('Declaration') === (names === undefined),
    prefix,
  });
}
