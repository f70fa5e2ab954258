// A recording and the module of its scenario → the text of one script that does the same over loopback, and says what it
// saw. It needs nothing but Node.js and the packages that the client itself imports.
import { isBuiltin } from 'node:module';
import { EJECT_CASE_LIMIT_MS } from '../model/limits.ts';
import type { ScriptForm } from '../model/eject-outcome.ts';
import type { Recording } from '../model/recording.ts';
import { bundleClient, type ClientBundle } from './bundle-client.ts';
import { bundleStage } from './bundle-stage.ts';
import { quote } from './literal.ts';
import { notEjectable } from './not-ejectable.ts';
import { planCues } from './plan-cues.ts';
import { writeCheck } from './write-check.ts';
import { writeStory, type StoryOptions } from './write-story.ts';

/** A script without its head, and the packages that it imports. */
export type Script = { body: string; packages: string[] };

type Imports = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Writes the script. Throws ERR_NOT_EJECTABLE when there is none that shows the finding. */
export function writeScript(
  recording: Recording,
  scenario: { file: string; base: string },
  form: ScriptForm,
  options: StoryOptions,
): Script {
  if (recording.isSecure)
    throw notEjectable('its gateway speaks TLS, for which a script has no certificate.');
  const { trace, finding } = recording;
  const check = writeCheck(recording);
  const isOver = check.uncaught !== undefined || check.ending !== undefined || trace.end === 'crashed';
  const plan = planCues(recording, {
    untilStep: isOver ? finding.step : Infinity,
    isTimed: check.isTimed,
    before: check.before,
    ...(recording.invariant && { seen: recording.invariant.kinds }),
  });
  if (plan.virtualMs > EJECT_CASE_LIMIT_MS)
    throw notEjectable(
      `it takes ${Math.round(plan.virtualMs / 1000)} s of real time; at most ${EJECT_CASE_LIMIT_MS / 1000} s are allowed. closecall replay FILE --loopback shows it on real sockets in less.`,
    );
  const parts = {
    withActions: plan.cues.some(({ deed }) => deed.do === 'inject' && !deed.name.startsWith('cancel ')),
    withProbe: check.before !== 'probe' && recording.hasProbe,
    withDispose: check.before === undefined && recording.hasDispose,
  };
  const stage = bundleStage(`${writeStory(recording, plan, check, ALL_PARTS, options)}\noutcome;`);
  const client = bundleClient(scenario.file, {
    base: scenario.base,
    variant: trace.case.variant,
    program: trace.case.program,
    invariant: check.invariant,
    taken: new Set([...stage.names, ...NAMES_OF_STORY]),
    ...parts,
  });
  const story = writeStory(
    recording,
    plan,
    check,
    {
      ...client,
      hasParams: client.hasParams || recording.params !== undefined,
    },
    options,
  );
  const builtins = joinBuiltins(
    stage.imports,
    client.imports,
    story.includes('getEventListeners(') ? LISTENERS : new Map<string, ReadonlyMap<string, string>>(),
  );
  const body = [
    [...(form === 'vitest' ? [`import { expect, it } from 'vitest';`] : []), ...writeImports(builtins)].join(
      '\n',
    ),
    `// ── The stage: a server, and what it takes to do things at their moment ──`,
    ...stage.parts.map(({ text }) => text),
    `// ── The client ──`,
    writeClient(client, recording),
    `// ── What happens ──`,
    STORY_NOTE,
    story,
    form === 'script' ? SCRIPT_END : writeTestEnd(finding.message),
  ];
  return {
    body: `${body.join('\n\n')}\n`,
    packages: [...new Set([...client.imports.keys(), ...client.loads])].filter((from) => !isBuiltin(from)),
  };
}

const ALL_PARTS = { hasSubject: true, hasParams: true, isDrawn: false };

/** What the script calls things besides what the stage and the client do. */
const NAMES_OF_STORY = [
  'origin',
  'subject',
  'reproduced',
  'what',
  'it',
  'expect',
  'getEventListeners',
  'said',
];

const STORY_NOTE = `// Each line waits for the moments in its brackets, and does the next thing right behind the last of them. \`request 0.1\`: the
// server has read the second piece of what connection 0 sends; \`read 0.1\`: the client has read the second piece of what
// the server sends; \`immediate 3\`: the fourth callback of setImmediate has run. What the client does is its own doing.`;

const SCRIPT_END = `const { reproduced, what } = await outcome;
console.log(reproduced ? \`REPRODUCED: \${what}\` : \`not reproduced: \${what}\`);
process.exit(reproduced ? 1 : 0);`;

function writeTestEnd(message: string): string {
  return [
    `it(${quote(`does not show: ${message.split('\n')[0]}`)}, async () => {`,
    `  const { reproduced, what } = await outcome;`,
    `  expect(reproduced, what).toBe(false);`,
    `}, 120_000);`,
  ].join('\n');
}

const LISTENERS: Imports = new Map([['node:events', new Map([['getEventListeners', 'getEventListeners']])]]);

/** What all of them import of Node's own modules. */
function joinBuiltins(...all: readonly Imports[]): Imports {
  const joined = new Map<string, Map<string, string>>();
  for (const imports of all)
    for (const [from, names] of imports)
      if (isBuiltin(from)) joined.set(from, new Map([...(joined.get(from) ?? []), ...names]));
  return joined;
}

function writeImports(imports: Imports): string[] {
  return [...imports]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([from, names]) => {
      const whole = [...names].filter(([, name]) => name === 'default').map(([local]) => local);
      const parts = [...names].filter(([, name]) => name !== 'default' && name !== '*');
      const space = [...names].filter(([, name]) => name === '*').map(([local]) => `* as ${local}`);
      const braces =
        parts.length === 0
          ? []
          : [
              `{ ${parts.map(([local, name]) => (local === name ? local : `${name} as ${local}`)).join(', ')} }`,
            ];
      return `import ${[...whole, ...space, ...braces].join(', ')} from ${quote(from)};`;
    });
}

/** Packages are loaded behind the stage, so that what they take of Node at once is the stage's. */
function writeClient(client: ClientBundle, { params }: Recording): string {
  const loads = [...client.imports]
    .filter(([from]) => !isBuiltin(from))
    .flatMap(([from, names]) => {
      const space = [...names].filter(([, name]) => name === '*');
      const parts = [...names].filter(([, name]) => name !== '*');
      const braces = parts.map(([local, name]) => (local === name ? local : `${name}: ${local}`));
      return [
        ...space.map(([local]) => `const ${local} = await import(${quote(from)});`),
        ...(parts.length === 0 ? [] : [`const { ${braces.join(', ')} } = await import(${quote(from)});`]),
      ];
    });
  const given = client.hasParams || params === undefined ? [] : [`const params = ${JSON.stringify(params)};`];
  const parts = client.parts.map(({ file, text }) => `// ${file}\n\n${text}`);
  return [...loads, ...parts, ...given].join('\n\n');
}
