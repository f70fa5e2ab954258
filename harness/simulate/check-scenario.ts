// What an author wrote as a scenario → nothing, or an error that names the key, what it should be, and the nearest name.
// Checks what types cannot, and for those who write JavaScript also what they can.
import { isAnswer } from '../gateway/ready-answers.ts';
import { suggestName } from '../model/closecall-error.ts';
import { FAULT_KINDS } from '../model/fault.ts';
import { ORACLES } from '../model/finding.ts';

/** What is no scenario. */
class ScenarioError extends TypeError {
  readonly code = 'ERR_SCENARIO_SHAPE';
}

/** What `gateway` may be, for who wrote something else. */
const SCRIPT = '"sse", "json", "text", an answer, a function, an object of paths, or an array of routes';

/** Certificates that a gateway may show. */
const IDENTITIES = ['trusted', 'wrong-name', 'untrusted'];

/** What `tls` may be. */
const TLS = '"trusted", "wrong-name", "untrusted" or false';

/** What `faults` may be. */
const FAULTS = 'an array of kinds, or "all"';

type Kind =
  | 'a string'
  | 'a boolean'
  | 'a function'
  | 'an object'
  | typeof FAULTS
  | typeof SCRIPT
  | typeof TLS;

/** Every key of a scenario, and what it holds. */
const KEYS: Readonly<Record<string, Kind>> = {
  name: 'a string',
  description: 'a string',
  variants: 'an object',
  gateway: SCRIPT,
  tls: TLS,
  subject: 'a function',
  actors: 'an object',
  actions: 'an object',
  cancellable: 'a boolean',
  cancelsAtEnd: 'a boolean',
  faults: FAULTS,
  probe: 'a function',
  dispose: 'a function',
  invariants: 'an object',
  programs: 'an object',
};

const READY = ['sse', 'json', 'text'];

/** Whether the rest can be asked for. Throws a TypeError with the code `ERR_SCENARIO_SHAPE`. */
export function checkPrograms(definition: unknown): void {
  if (!isObject(definition)) throw new ScenarioError(`a scenario is an object, not ${show(definition)}`);
  const { name, programs } = definition;
  if (programs === undefined) return;
  if (!isObject(programs) || typeof programs['build'] !== 'function' || !isObject(programs['draw']))
    throw new ScenarioError(
      `scenario "${String(name)}": "programs" is { draw, build }: a fast-check arbitrary of plain objects, and a function that makes of one what the scenario does`,
    );
  for (const key of ['serve', 'judge'])
    if (programs[key] !== undefined && typeof programs[key] !== 'function')
      throw new ScenarioError(
        `scenario "${String(name)}": "${key}" of its programs is a function, not ${show(programs[key])}`,
      );
}

/** Throws a TypeError with the code `ERR_SCENARIO_SHAPE`. */
export function checkScenario(definition: unknown): void {
  if (!isObject(definition)) throw new ScenarioError(`a scenario is an object, not ${show(definition)}`);
  const name = definition['name'];
  const fail = (what: string): never => {
    throw new ScenarioError(`scenario ${typeof name === 'string' ? `"${name}"` : 'without a name'}: ${what}`);
  };
  for (const [key, value] of Object.entries(definition)) {
    const kind = KEYS[key];
    if (kind === undefined) fail(unknownName('key', key, Object.keys(KEYS)));
    if (value !== undefined && !isOf(kind!, value)) fail(`"${key}" is ${kind}, not ${show(value)}`);
  }
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9/-]*$/.test(name))
    fail(`its name is ${show(name)}: use lower-case letters, digits, "-" and "/"`);
  const { variants, actors, actions, faults, gateway, invariants } = definition;
  if (!isObject(actors) || Object.keys(actors).length === 0)
    fail(
      'it has no actors; nothing would ever happen. Give it { actors: { reader: async ({ url, signal }) => … } }',
    );
  for (const [key, actor] of Object.entries(actors as object))
    if (typeof actor !== 'function') fail(`actor "${key}" is a function, not ${show(actor)}`);
  // The names of calls that are not an actor's.
  for (const taken of ['probe', 'dispose'])
    if (Object.hasOwn(actors as object, taken)) fail(`no actor can be called "${taken}"; it has a meaning`);
  if (isObject(variants)) checkVariants(variants, fail);
  for (const [key, action] of Object.entries(actions ?? {})) {
    if (!isObject(action) || typeof action['run'] !== 'function')
      fail(`action "${key}" needs a function "run"`);
    const { cancels = [] } = action as { cancels?: string[] | (() => string[]) };
    for (const cancelled of typeof cancels === 'function' ? [] : cancels)
      if (!Object.hasOwn(actors as object, cancelled))
        fail(`action "${key}" cancels an ${unknownName('actor', cancelled, Object.keys(actors as object))}`);
  }
  for (const [key, invariant] of Object.entries(invariants ?? {}))
    if (typeof invariant !== 'function') fail(`invariant "${key}" is a function, not ${show(invariant)}`);
  if (typeof faults === 'string' && faults !== 'all') fail(`"faults" is ${FAULTS}, not ${show(faults)}`);
  for (const kind of Array.isArray(faults) ? (faults as string[]) : [])
    if (!(FAULT_KINDS as readonly string[]).includes(kind)) fail(unknownName('fault', kind, FAULT_KINDS));
  checkGateway(gateway, fail);
}

function checkVariants(variants: Record<string, unknown>, fail: (what: string) => never): void {
  if (Object.keys(variants).length === 0)
    fail('it has no variants; leave "variants" out, and there is one, "default"');
  for (const [key, variant] of Object.entries(variants)) {
    if (!isObject(variant)) return fail(`variant "${key}" is an object, not ${show(variant)}`);
    for (const inner of Object.keys(variant))
      if (!VARIANT_KEYS.includes(inner)) fail(`variant "${key}": ${unknownName('key', inner, VARIANT_KEYS)}`);
    checkExpectations(variant['expect'] ?? [], (what) => fail(`variant "${key}": ${what}`));
  }
}

/** A misspelt one would be a finding that is not expected after all, or never be missed. */
function checkExpectations(expect: unknown, fail: (what: string) => never): void {
  const example = `{ oracle: 'leaked-handle', code: 'socket' }`;
  if (!Array.isArray(expect)) return fail(`"expect" is an array, as in [${example}], not ${show(expect)}`);
  for (const each of expect as unknown[]) {
    if (!isObject(each) || typeof each['oracle'] !== 'string' || typeof each['code'] !== 'string')
      return fail(`"expect" holds ${example}, not ${show(each)}`);
    if (!(ORACLES as readonly string[]).includes(each['oracle']))
      fail(unknownName('oracle', each['oracle'], ORACLES));
    for (const key of Object.keys(each))
      if (!EXPECT_KEYS.includes(key)) fail(`"expect": ${unknownName('key', key, EXPECT_KEYS)}`);
  }
}

const EXPECT_KEYS = ['oracle', 'code', 'fromCases'];

const VARIANT_KEYS = ['params', 'expect', 'description', 'tls'];

function checkGateway(gateway: unknown, fail: (what: string) => never): void {
  if (typeof gateway === 'string' && !READY.includes(gateway)) fail(unknownName('answer', gateway, READY));
  if (Array.isArray(gateway)) {
    const names = gateway.map((route: { name: string }) => route.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) fail(`two gateway routes are called "${twice}"`);
  } else if (isObject(gateway) && !isAnswer(gateway))
    for (const [key, answer] of Object.entries(gateway)) {
      if (!/^(?:[A-Z]+ )?\//.test(key))
        fail(
          `the gateway's "${key}" is no path: write "/${key}" or "POST /${key}"; an answer has a "status"`,
        );
      if (typeof answer !== 'function' && !(isObject(answer) && isAnswer(answer)))
        fail(`the gateway's "${key}" is an answer or a function that makes one, not ${show(answer)}`);
    }
}

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === 'a string') return typeof value === 'string';
  if (kind === 'a boolean') return typeof value === 'boolean';
  if (kind === 'a function') return typeof value === 'function';
  if (kind === FAULTS) return Array.isArray(value) || typeof value === 'string';
  if (kind === 'an object') return isObject(value);
  if (kind === TLS) return value === false || IDENTITIES.includes(value as string);
  return (
    typeof value === 'string' || typeof value === 'function' || (typeof value === 'object' && value !== null)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownName(what: string, name: string, known: readonly string[]): string {
  const nearest = suggestName(name, known);
  const hint = nearest === undefined ? `Known: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
  return `unknown ${what} "${name}". ${hint}`;
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
