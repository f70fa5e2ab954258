// Several modules → one text: what is left out, what stays as it was, and what is refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { bundleClient } from './bundle-client.ts';
import { bundleModules } from './bundle-modules.ts';

function inFolder<T>(files: Record<string, string>, job: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-bundle-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return job(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(files: Record<string, string>, names = ['entry']): string {
  return inFolder(files, (base) => {
    const { parts } = bundleModules({ entries: [{ file: join(base, 'entry.ts'), names }], base });
    return parts.map(({ file, text }) => `// ${file}\n${text}`).join('\n');
  });
}

it('takes what is used, with its comments, and leaves types and everything else', () => {
  const text = textOf({
    'entry.ts': `import { half, type Whole } from './half.ts';
/** Doubles. */
export function entry(whole: Whole, by: number = 2): number {
  return half(whole) * by; // why not
}
export const unused = half(3 as Whole);
`,
    'half.ts': `export type Whole = number;
const TWO = 2;
const THREE = 3;
// Half of it.
export const half = <T extends Whole>(whole: T): number => whole / TWO;
`,
  });
  expect(text).toMatchInlineSnapshot(`
    "// half.ts
    const TWO = 2;

    // Half of it.
    const half = (whole) => whole / TWO;
    // entry.ts
    /** Doubles. */
    function entry(whole, by = 2) {
      return half(whole) * by; // why not
    }"
  `);
});

it('keeps apart what two modules call by one name', () => {
  const text = textOf({
    'entry.ts': `import { left } from './left.ts';
import { right as other } from './right.ts';
export const entry = () => left() + other();
`,
    'left.ts': `const name = 'left';\nexport const left = () => name;\n`,
    'right.ts': `const name = 'right';\nexport const right = () => name;\n`,
  });
  expect(runInNewContext(`(() => {${text}\nreturn entry();})()`)).toBe('leftright');
});

it('refuses two names of which both have to be seen', () => {
  const files = {
    'entry.ts': `import { name } from './left.ts';
import { other } from './right.ts';
export const entry = () => name() + other();
`,
    'left.ts': `export const name = () => 'left';\n`,
    'right.ts': `import { name } from './more.ts';\nexport const other = () => name();\n`,
    'more.ts': `export const name = () => 'more';\n`,
  };
  expect(() => textOf(files)).toThrow(/"name" of .* is the name of something else as well/);
});

it('names packages and the names that are imported of them, also those that are imported later', () => {
  const text = `import { Agent as Pool } from 'undici';
import { readFileSync } from 'node:fs';
export const entry = async () => [Pool, await import('got')];
export const unused = readFileSync;
`;
  inFolder({ 'entry.ts': text }, (base) => {
    const { imports, loads } = bundleModules({
      entries: [{ file: join(base, 'entry.ts'), names: ['entry'] }],
      base,
    });
    expect([...imports]).toEqual([['undici', new Map([['Pool', 'Agent']])]]);
    expect([...loads]).toEqual(['got']);
  });
});

const SCENARIO = `import { defineScenario, wait } from 'closecall';
const routes = [wait(3)];
export default defineScenario({
  name: 'mine',
  gateway: routes,
  variants: { slow: { params: { ms: 3 } }, quick: { params: { ms: 1 } } },
  actors: { reader: async ({ signal }) => signal },
  actions: { 'goes away': { run() {} } },
});
`;
const OPTIONS = {
  variant: 'slow',
  program: undefined,
  invariant: undefined,
  withActions: false,
  withProbe: false,
  withDispose: false,
  taken: new Set<string>(),
};

it('takes of a scenario what it runs, and the parameters of its variant', () => {
  inFolder({ 'scenario.ts': SCENARIO }, (base) => {
    const { parts, hasSubject, hasParams } = bundleClient(join(base, 'scenario.ts'), { base, ...OPTIONS });
    expect({ hasSubject, hasParams }).toEqual({ hasSubject: false, hasParams: true });
    expect(parts.map(({ text }) => text).join('')).toMatchInlineSnapshot(`
      "const scenario = {
        actors: { reader: async ({ signal }) => signal },
      };

      const params = { ms: 3 };"
    `);
  });
});

const DRAWN = (build: string): string => `import { defineScenario } from 'closecall';
import { parts } from 'fast-check';
const drawn = parts(3);
const rule = (trace: object, ms: number) => (ms > 0 ? String(trace) : undefined);
const make = ({ ms = 1 }: { ms?: number }) => ({ actors: { reader: async () => ms } });
export default defineScenario({
  name: 'mine',
  programs: {
    draw: drawn,
    ${build},
    serve: () => ({ gateway: 'json' }),
    judge: (program) => ({ slow: (trace) => rule(trace, program.ms as number), other: () => drawn }),
  },
});
`;

it.each([
  ['build: make', 'const scenario = make(program);'],
  ['build: (program) => make(program as never)', 'const scenario = make(program);'],
  [
    'build(given) { return make(given as never); }',
    'const scenario = (function (given) { return make(given); })(program);',
  ],
])('takes of a drawn scenario its program and what that makes: %s', (build, scenario) => {
  inFolder({ 'scenario.ts': DRAWN(build) }, (base) => {
    const options = { base, ...OPTIONS, program: { ms: 3 }, invariant: 'slow' };
    const { parts, hasSubject, isDrawn, imports } = bundleClient(join(base, 'scenario.ts'), options);
    expect({ hasSubject, isDrawn, packages: imports.size }).toEqual({
      hasSubject: true,
      isDrawn: true,
      packages: 0,
    });
    expect(parts.map(({ text }) => text).join('')).toBe(
      [
        'const rule = (trace, ms) => (ms > 0 ? String(trace) : undefined);',
        'const make = ({ ms = 1 }) => ({ actors: { reader: async () => ms } });',
        'const program = { ms: 3 };',
        scenario,
        'const invariant = (trace) => rule(trace, program.ms);',
      ].join('\n\n'),
    );
  });
});

it.each([
  ['export default { name: 1 };', /does not say "export default defineScenario/],
  [
    `import { defineScenario, wait } from 'closecall';
export default defineScenario({ actors: { a: () => wait(1) } });`,
    /uses "wait" of closecall while the scenario runs/,
  ],
  [
    `import { defineScenario } from 'closecall';
export default defineScenario({ actors: { a: () => import('./b.ts') } });`,
    /imports ".\/b.ts" while it runs/,
  ],
])('refuses a scenario that cannot be taken apart: %s', (text, why) => {
  inFolder({ 'scenario.ts': text }, (base) => {
    expect(() => bundleClient(join(base, 'scenario.ts'), { base, ...OPTIONS })).toThrow(why);
  });
});
