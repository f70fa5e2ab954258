// The module that declares a scenario → the same with what a script needs in its place: `scenario`, what runs; `params`, the
// parameters of its variant; `program`, what was drawn; `invariant`, the rule that was broken.
import type { Program } from '../model/case.ts';
import { dataLiteral, quote } from './literal.ts';
import { notEjectable } from './not-ejectable.ts';
import { DEFAULT_NAME, type ModuleSource } from './read-module.ts';
import type { Node } from '../model/syntax-tree.ts';
import { collectLoads, collectNames } from './syntax.ts';
import { tidyText } from './tidy-text.ts';

/** Which parts of a scenario are wanted besides its actors. */
export type TakenParts = {
  variant: string;
  /** What was drawn; undefined where nothing is. */
  program: Program | undefined;
  /** Name of the invariant that was broken. */
  invariant: string | undefined;
  withActions: boolean;
  withProbe: boolean;
  withDispose: boolean;
};

/** What there is of it. `isDrawn`: what else there is shows only when it runs. */
export type TakenScenario = { hasSubject: boolean; hasParams: boolean; isDrawn: boolean };

/** Names that the module has for all that. */
export const TAKEN_NAMES = ['scenario', 'params', 'invariant'];

/** Rewrites the module. Throws ERR_NOT_EJECTABLE when its parts cannot be told apart. */
export function takeScenario(module: ModuleSource, wanted: TakenParts): TakenScenario {
  const definition = findDefinition(module);
  const programs = findProperty(definition, 'programs');
  const names = ['scenario', 'params', programs && 'program', wanted.invariant && 'invariant'];
  for (const name of names.filter((each) => each !== undefined))
    if (module.imports.has(name) || module.statements.some(({ declares }) => declares.includes(name)))
      throw notEjectable(
        `"${name}" at the top of ${module.file} is what a script calls something else: rename it.`,
      );
  const kept = new Set(['actors', 'subject']);
  if (wanted.withActions) kept.add('actions');
  if (wanted.withProbe) kept.add('probe');
  if (wanted.withDispose) kept.add('dispose');
  const properties = definition.properties!.filter((property) => kept.has(nameOf(property)));
  const build = programs && partOf(module, programs, 'build');
  if (programs !== undefined) declare(module, 'program', dataLiteral(wanted.program ?? {}), []);
  replaceDefault(module, properties, build);
  if (wanted.invariant !== undefined)
    takeInvariant(module, findProperty(definition, 'invariants'), programs, wanted.invariant);
  return {
    hasSubject: programs !== undefined || properties.some((property) => nameOf(property) === 'subject'),
    hasParams: takeParams(module, definition, wanted.variant),
    isDrawn: programs !== undefined,
  };
}

/** The object that is given to `defineScenario`. */
function findDefinition({ defaultExport, file }: ModuleSource): Node {
  const [definition] = defaultExport?.arguments ?? [];
  const isDefined = defaultExport?.callee?.name === 'defineScenario' && isSpeltOut(definition);
  if (!isDefined)
    throw notEjectable(
      `${file} does not say "export default defineScenario({ … })" with every property in its place, so that nobody can tell its parts apart.`,
    );
  return definition!;
}

function isSpeltOut(node: Node | undefined): boolean {
  return node?.type === 'ObjectExpression' && node.properties!.every(({ type }) => type === 'Property');
}

/** A property of `programs`: `build` is there in any case. */
function partOf(module: ModuleSource, programs: Node, name: 'build' | 'judge'): Node | undefined {
  if (!isSpeltOut(programs))
    throw notEjectable(
      `${module.file} does not say "programs: { draw, build, … }" with every property in its place, so that nobody can tell drawing from running.`,
    );
  return programs.properties!.find((property) => nameOf(property) === name);
}

/** `scenario`: its own properties, and what its program makes. */
function replaceDefault(module: ModuleSource, properties: readonly Node[], build: Node | undefined): void {
  const statement = module.statements.find(({ declares }) => declares.includes(DEFAULT_NAME))!;
  const texts = properties.map(({ start, end }) => `  ${tidyText(module, start, end).trim()},\n`);
  const built = build && applyToProgram(module, build);
  if (built !== undefined && texts.length > 0) texts.push(`  ...${built},\n`);
  statement.text =
    built !== undefined && texts.length === 0
      ? `const scenario = ${built};`
      : `const scenario = {\n${texts.join('')}};`;
  const values = [...properties, ...(build === undefined ? [] : [build])].map(({ value }) => value as Node);
  statement.declares = ['scenario'];
  statement.uses = new Set([
    ...values.flatMap((value) => [...collectNames(value)]),
    ...(build === undefined ? [] : ['program']),
  ]);
  statement.loads = values.flatMap((value) => collectLoads(value));
}

/** What a function of `programs` makes of the program: its body, where it is no more than that, or else a call of it. */
function applyToProgram(module: ModuleSource, property: Node): string {
  const value = property.value as Node;
  const body = bodyOf(property);
  if (body !== undefined) return textOf(module, body);
  if (value.type === 'Identifier') return `${value.name}(program)`;
  return `(${functionText(module, property)})(program)`;
}

/** The expression that a function `(program) => …` is; undefined for any other. */
function bodyOf({ value }: Node): Node | undefined {
  const { type, params = [], body } = value as Node;
  const [first, ...more] = params as Node[];
  const isPlain = first === undefined || (first.type === 'Identifier' && first.name === 'program');
  if (type !== 'ArrowFunctionExpression' || !isPlain || more.length > 0) return undefined;
  return (body as Node).type === 'BlockStatement' ? undefined : (body as Node);
}

/** The value of a property as an expression; a method becomes a function. */
function functionText(module: ModuleSource, { value, method }: Node): string {
  return `${method === true ? 'function ' : ''}${textOf(module, value as Node)}`;
}

function textOf(module: ModuleSource, { start, end }: Node): string {
  return tidyText(module, start, end).trim();
}

/** `invariant`: that one alone where the module spells it out, or else out of all of them. */
function takeInvariant(
  module: ModuleSource,
  own: Node | undefined,
  programs: Node | undefined,
  name: string,
): void {
  const judge = programs && partOf(module, programs, 'judge');
  const isOfProgram = judge !== undefined;
  const all = isOfProgram ? bodyOf(judge) : own;
  const property = all?.properties?.find((each) => each.type === 'Property' && nameOf(each) === name);
  const used = property ?? judge;
  const nodes = used === undefined ? (own ? [own] : []) : [used.value as Node];
  const text =
    property !== undefined
      ? functionText(module, property)
      : isOfProgram
        ? `${applyToProgram(module, judge)}[${quote(name)}]`
        : own === undefined
          ? `scenario.invariants[${quote(name)}]`
          : `(${textOf(module, own)})[${quote(name)}]`;
  declare(module, 'invariant', text, nodes, [isOfProgram ? 'program' : 'scenario']);
}

/** `params`, where the module spells it out; false where it does not. */
function takeParams(module: ModuleSource, definition: Node, variant: string): boolean {
  const variants = findProperty(definition, 'variants');
  const params = variants && findProperty(findProperty(variants, variant), 'params');
  if (params === undefined) return false;
  declare(module, 'params', textOf(module, params), [params]);
  return true;
}

/** Adds `const NAME = TEXT` to the module: `program` before the scenario, the others behind it. */
function declare(
  module: ModuleSource,
  name: string,
  text: string,
  nodes: readonly Node[],
  more: readonly string[] = [],
): void {
  const at = module.code.length;
  const statement = {
    start: at,
    end: at,
    declares: [name],
    uses: new Set([...nodes.flatMap((node) => [...collectNames(node)]), ...more]),
    loads: nodes.flatMap((node) => collectLoads(node)),
    isEffect: false,
    prefix: '',
    text: `const ${name} = ${text};`,
  };
  if (name !== 'program') module.statements.push(statement);
  else {
    const scenario = module.statements.findIndex(({ declares }) => declares.includes(DEFAULT_NAME));
    module.statements.splice(scenario, 0, statement);
  }
}

function findProperty(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined;
  return object.properties!.find((property) => property.type === 'Property' && nameOf(property) === name)
    ?.value as Node | undefined;
}

function nameOf({ key }: Node): string {
  return String(key?.name ?? key?.value);
}
