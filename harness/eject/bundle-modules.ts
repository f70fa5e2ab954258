// The module of a scenario, or of the stage, and all that it imports → one text with only what is used of them, and the
// packages that it needs. What is left out is what nobody reaches; what stays is as its author wrote it.
import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, relative, resolve } from 'node:path';
import { notEjectable } from './not-ejectable.ts';
import { readModule, type ImportedName, type ModuleSource, type Statement } from './read-module.ts';
import { tidyText } from './tidy-text.ts';

/** One text of several modules. */
export type Bundle = {
  /** By module, in an order in which each finds what it uses: its file, relative to the root, and its text. */
  parts: { file: string; text: string }[];
  /** What is to be imported: local names, by the package's or Node's own module, each with the name it is exported under. */
  imports: Map<string, Map<string, string>>;
  /** What is imported while it runs. */
  loads: ReadonlySet<string>;
  /** Every name that stands at the top of the text. */
  names: ReadonlySet<string>;
};

/** Where a bundle begins. */
export type BundleRoot = {
  /** Files, and the local names at their top that are used from outside. */
  entries: readonly { file: string; names: readonly string[] }[];
  /** Modules that are left out: their names must not be reached. */
  isForeign?: (file: string) => boolean;
  /** Changes a module when it has been read. */
  prepare?: (module: ModuleSource) => void;
  /** Names that stand at the top of what the text will be put behind. */
  taken?: ReadonlySet<string>;
  /** Files are named relative to it. */
  base: string;
};

/** Puts together what `root` needs. Throws ERR_NOT_EJECTABLE for what cannot be put into one text. */
export function bundleModules(root: BundleRoot): Bundle {
  return new Bundler(root).bundle();
}

class Bundler {
  readonly #root: BundleRoot;
  readonly #modules = new Map<string, ModuleSource>();
  /** In the order in which they would be evaluated. */
  readonly #ordered: ModuleSource[] = [];
  readonly #live = new Map<ModuleSource, Set<Statement>>();
  readonly #imports = new Map<string, Map<string, string>>();
  readonly #loads = new Set<string>();
  /** What each module declares, in itself and for others. */
  readonly #scopes = new Map<ModuleSource, Scope>();

  constructor(root: BundleRoot) {
    this.#root = root;
  }

  bundle(): Bundle {
    for (const { file, names } of this.#root.entries) {
      const entry = this.#load(file);
      for (const name of names) this.#reachFromOutside(entry, name);
    }
    for (const module of this.#ordered)
      for (const statement of module.statements)
        if (statement.isEffect && this.#live.has(module)) this.#keep(module, statement);
    const names = new NameTable(this.#root.taken ?? []);
    for (const [from, locals] of this.#imports) for (const local of locals.keys()) names.show(local, from);
    for (const [module, { shown }] of this.#scopes)
      for (const name of shown) names.show(name, this.#name(module));
    for (const { declared, shown } of this.#scopes.values())
      for (const name of declared) if (!shown.has(name)) names.hide(name);
    return {
      parts: this.#ordered.flatMap((module) => this.#write(module, names)),
      imports: this.#imports,
      loads: this.#loads,
      names: names.shown,
    };
  }

  #load(file: string): ModuleSource {
    const known = this.#modules.get(file);
    if (known !== undefined) return known;
    const module = readModule(file);
    this.#modules.set(file, module);
    this.#root.prepare?.(module);
    for (const asked of module.asks) {
      const target = resolveFile(module, asked);
      if (target !== undefined && this.#root.isForeign?.(target) !== true) this.#load(target);
    }
    this.#ordered.push(module);
    return module;
  }

  #scopeOf(module: ModuleSource): Scope {
    const scope = this.#scopes.get(module) ?? { declared: new Set(), shown: new Set(), aliases: new Set() };
    this.#scopes.set(module, scope);
    return scope;
  }

  /** The local `name` of `module` is used by others. */
  #reachFromOutside(module: ModuleSource, name: string): void {
    if (module.statements.some(({ declares }) => declares.includes(name)))
      this.#scopeOf(module).shown.add(name);
    this.#reach(module, name);
  }

  /** The local `name` of `module` is used. */
  #reach(module: ModuleSource, name: string): void {
    const imported = module.imports.get(name);
    if (imported !== undefined) {
      this.#reachImported(module, name, imported);
      return;
    }
    const statement = module.statements.find(({ declares }) => declares.includes(name));
    if (statement !== undefined) this.#keep(module, statement);
  }

  #keep(module: ModuleSource, statement: Statement): void {
    const live = this.#live.get(module) ?? new Set();
    this.#live.set(module, live);
    if (live.has(statement)) return;
    live.add(statement);
    for (const name of statement.declares) this.#scopeOf(module).declared.add(name);
    for (const name of statement.uses) this.#reach(module, name);
    for (const asked of statement.loads) {
      if (!/^[\w@]/.test(asked))
        throw notEjectable(
          `${this.#name(module)} imports "${asked}" while it runs, and one script has no other files.`,
        );
      this.#loads.add(asked);
    }
  }

  #reachImported(module: ModuleSource, local: string, { from, name }: ImportedName): void {
    const target = resolveFile(module, from);
    if (target === undefined) {
      this.#import(module, from, local, name);
      return;
    }
    if (this.#root.isForeign?.(target) === true)
      throw notEjectable(`${this.#name(module)} uses "${name}" of closecall while the scenario runs.`);
    if (name === '*') throw notEjectable(`${this.#name(module)} imports all of ${from} as one object.`);
    const [owner, declared] = this.#find(this.#load(target), name);
    this.#reachFromOutside(owner, declared);
    if (declared === local || local.includes(' ')) return;
    const { aliases, declared: names } = this.#scopeOf(module);
    aliases.add(`const ${local} = ${declared};`);
    names.add(local);
  }

  /** The module that declares what `module` exports as `name`, and its name there. */
  #find(module: ModuleSource, name: string): [ModuleSource, string] {
    const local = module.exports.get(name);
    if (local !== undefined) {
      const imported = module.imports.get(local);
      const target = imported && resolveFile(module, imported.from);
      if (imported === undefined || target === undefined) return [module, local];
      return this.#find(this.#load(target), imported.name);
    }
    for (const from of module.reexports) {
      const target = resolveFile(module, from);
      if (target === undefined) continue;
      const found = this.#load(target);
      if (found.exports.has(name) || found.reexports.length > 0) return this.#find(found, name);
    }
    throw notEjectable(`${this.#name(module)} exports no "${name}".`);
  }

  #import(module: ModuleSource, from: string, local: string, name: string): void {
    if (from === 'closecall')
      throw notEjectable(`${this.#name(module)} uses "${name}" of closecall while the scenario runs.`);
    if (from.startsWith('#')) throw notEjectable(`${this.#name(module)} imports "${from}".`);
    const names = this.#imports.get(from) ?? new Map<string, string>();
    this.#imports.set(from, names);
    const known = names.get(local);
    if (known !== undefined && known !== name) throw nameClash(local, this.#name(module));
    names.set(local, name);
  }

  #write(module: ModuleSource, names: NameTable): { file: string; text: string }[] {
    const live = this.#live.get(module) ?? new Set();
    const { aliases, declared, shown } = this.#scopeOf(module);
    const texts = module.statements
      .filter((statement) => live.has(statement))
      .map(
        ({ start, end, prefix, text }) =>
          leadOf(module, start) + (text ?? prefix + tidyText(module, start, end).trim()),
      );
    texts.unshift(...aliases);
    if (texts.length === 0) return [];
    const text = texts.join('\n\n');
    const isHidden = [...declared].some((name) => !shown.has(name) && names.isTwice(name));
    return [{ file: this.#name(module), text: isHidden ? hide(text, [...shown]) : text }];
  }

  #name({ file }: ModuleSource): string {
    const path = relative(this.#root.base, file);
    return path.startsWith('..') ? basename(file) : path;
  }
}

/** What a module declares, what of that others use, and lines like `const local = exported;`. */
type Scope = { declared: Set<string>; shown: Set<string>; aliases: Set<string> };

/** The names at the top of one text. */
class NameTable {
  readonly shown: Set<string>;
  readonly #counts = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.shown = new Set(taken);
    for (const name of this.shown) this.hide(name);
  }

  /** A name that others use: there may be one of it. */
  show(name: string, place: string): void {
    if (this.shown.has(name)) throw nameClash(name, place);
    this.shown.add(name);
    this.hide(name);
  }

  /** A name that its module keeps to itself. */
  hide(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  isTwice(name: string): boolean {
    return this.#counts.get(name)! > 1;
  }
}

function nameClash(name: string, place: string): Error {
  return notEjectable(
    `"${name}" of ${place} is the name of something else as well, and one script has room for one of them: rename it.`,
  );
}

/** The same with only `shown` to be seen from outside. */
function hide(text: string, shown: readonly string[]): string {
  const names = `{ ${shown.join(', ')} }`;
  const inner = `${text}\n\nreturn ${names};`;
  return shown.length === 0 ? `{\n${text}\n}` : `const ${names} = (() => {\n${inner}\n})();`;
}

/** The comment right above a statement, with the line end behind it. */
function leadOf({ comments, code, original }: ModuleSource, start: number): string {
  const exported = /export(?:\s+default)?\s+$/.exec(code.slice(0, start));
  let at = exported?.index ?? start;
  let text = '';
  for (const comment of comments.toReversed()) {
    if (comment.end > at || !/^\n[ \t]*$/.test(original.slice(comment.end, at))) continue;
    text = `${code.slice(comment.start, comment.end)}\n${text}`;
    at = comment.start;
  }
  return text;
}

/** The file that `asked` means in `module`; undefined for a package or one of Node's own modules. */
function resolveFile({ file }: ModuleSource, asked: string): string | undefined {
  if (isBuiltin(asked) || !asked.startsWith('.')) return undefined;
  const path = resolve(dirname(file), asked);
  const candidates = [path, path.replace(/\.([mc]?)js$/, '.$1ts'), `${path}.ts`, `${path}.js`];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw notEjectable(`${file} imports ${asked}, which is not there.`);
  return found;
}
