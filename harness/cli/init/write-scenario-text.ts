// The function under test → the text of a scenario that calls it: its arguments are told by the names of its parameters. What names
// do not tell is left for the reader, in a comment.
import { posix } from 'node:path';
import type { ChosenFunction } from './choose-function.ts';
import type { ClientFunction, ClientParameter } from './find-client-functions.ts';

/** What a scenario's text needs besides: its own path from the project's folder, and whether imports name the extension. */
export type ScenarioPlace = { path: string; name: string; hasExtensions: boolean };

/** The text; with an inline client to be replaced where no function was found. */
export function writeScenarioText(found: ChosenFunction | undefined, place: ScenarioPlace): string {
  return found === undefined ? writeExample(place) : writeCall(found, place);
}

function writeCall({ file, chosen }: ChosenFunction, { path, name, hasExtensions }: ScenarioPlace): string {
  const local = chosen.name === '' ? 'callClient' : chosen.name;
  const target = posix.relative(posix.dirname(path), hasExtensions ? file : file.replace(/\.m?[jt]s$/, ''));
  const specifier = target.startsWith('.') ? target : `./${target}`;
  const imported = chosen.isDefault ? local : `{ ${local} }`;
  const { given, used, guessed, leftOut } = writeArguments(chosen.parameters);
  const takesDeliver = used.has('deliver');
  const call = `${local}(${given.join(', ')})`;
  const lines = writeBody(call, chosen, takesDeliver);
  if (!takesDeliver) used.add('deliver');
  return [
    `// ${local} in the world of closecall: cancelled at any moment, while the gateway does what gateways do.`,
    `import { defineScenario } from 'closecall';`,
    `import ${imported} from '${specifier}';`,
    '',
    'export default defineScenario({',
    `  name: '${name}',`,
    '  actors: {',
    ...writeNotes(local, guessed, leftOut),
    `    reader: async ({ ${[...used].toSorted().join(', ')} }) => {`,
    ...lines.map((line) => `      ${line}`),
    '    },',
    '  },',
    '  // What the gateway answers: a small event stream, or JSON to who accepts that. Answer as your server does:',
    `  // gateway: sseAnswer(['one', 'two']), jsonAnswer({ ok: true }), { 'POST /chat': … }`,
    '});',
    '',
  ].join('\n');
}

/** What names did not tell. */
function writeNotes(local: string, guessed: readonly string[], leftOut: readonly string[]): string[] {
  if (guessed.length + leftOut.length === 0) return [];
  const said = [
    ...(guessed.length === 0 ? [] : [`Guessed: ${guessed.join(', ')}.`]),
    ...(leftOut.length === 0 ? [] : [`Left out: ${leftOut.join(', ')}.`]),
  ];
  return [`    // ${said.join(' ')} Put in what ${local} needs.`];
}

function writeBody(call: string, { isGenerator }: ClientFunction, takesDeliver: boolean): string[] {
  if (isGenerator) return [`for await (const part of ${call}) deliver(part);`];
  if (takesDeliver) return [`await ${call};`];
  return [`const answer = await ${call};`, 'if (answer !== undefined) deliver(answer);'];
}

/** `guessed` are parameters, `leftOut` keys of objects, as `options.token`. */
type Written = { given: string[]; used: Set<string>; guessed: string[]; leftOut: string[] };

function writeArguments(parameters: readonly ClientParameter[]): Written {
  const used = new Set<string>();
  const guessed: string[] = [];
  const leftOut: string[] = [];
  const given = parameters.map(({ name, keys, isPattern }) => {
    const own = isPattern ? undefined : valueFor(name, used);
    if (own !== undefined) return own;
    const known = keys.flatMap((key) => {
      const value = valueFor(key, used);
      return value === undefined ? [] : [value === key ? key : `${key}: ${value}`];
    });
    const isObject = known.length > 0 || isPattern || OBJECT.test(name);
    if (isObject)
      leftOut.push(
        ...keys
          .filter((key) => valueFor(key, new Set()) === undefined)
          .map((key) => (isPattern ? key : `${name}.${key}`)),
      );
    if (known.length > 0) return `{ ${known.join(', ')} }`;
    if (isObject) return '{}';
    guessed.push(name === '' ? 'an argument' : name);
    return `'hello'`;
  });
  return { given, used, guessed, leftOut };
}

/** Names of parameters that are objects, whatever is read of them. */
const OBJECT = /^(?:options|opts|init|config|settings|params)$/i;

/** What an actor has for a parameter of that name; undefined where the name says nothing. */
function valueFor(name: string, used: Set<string>): string | undefined {
  for (const [pattern, actor, value] of VALUES)
    if (pattern.test(name)) {
      if (actor !== undefined) used.add(actor);
      return value;
    }
  return undefined;
}

const VALUES: readonly (readonly [pattern: RegExp, actor: string | undefined, value: string])[] = [
  [/^on_?(?:error|close|end|done|finish|open|complete|retry|abort|connect)\w*$/i, undefined, '() => {}'],
  [/^(?:abort)?signal$/i, 'signal', 'signal'],
  [/^(?:base_?(?:url|uri)|origin|host|server)$/i, 'url', 'url'],
  [/^(?:url|uri|endpoint|href|address|input|target)$|(?:Url|URL|Uri|Endpoint)$/, 'url', 'url'],
  [/^(?:on[A-Z]\w*|callback|cb|handler|emit|push|deliver|listener|sink)$/, 'deliver', 'deliver'],
];

function writeExample({ name }: ScenarioPlace): string {
  return [
    '// A client in the world of closecall: cancelled at any moment, while the gateway does what gateways do.',
    `import { defineScenario } from 'closecall';`,
    '',
    'export default defineScenario({',
    `  name: '${name}',`,
    '  actors: {',
    '    // Call your own function here: give it the url and the signal, and deliver what it gives your application.',
    '    reader: async ({ url, signal, deliver }) => {',
    '      const response = await fetch(`${url}/events`, { signal });',
    '      if (!response.ok) {',
    '        await response.body?.cancel();',
    '        throw new Error(`status ${response.status}`);',
    '      }',
    '      deliver(await response.text());',
    '    },',
    '  },',
    '});',
    '',
  ].join('\n');
}
