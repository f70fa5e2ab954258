// Where a mistake in syntax is said to be: the errors are Node's own, of modules that it really was asked for.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { tellLoadError } from './tell-load-error.ts';

/** What is said of the first of these files, from a Node.js without vitest around it. */
function said(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const file = join(root, Object.keys(files)[0]!);
  const script = `try { await import(${JSON.stringify(pathToFileURL(file).href)}); } catch ({ name, message, stack }) { console.log(JSON.stringify({ name, message, stack })); }`;
  const told = JSON.parse(
    execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
      encoding: 'utf8',
    }),
  ) as { name: string; message: string; stack: string };
  const error = Object.assign(told.name === 'SyntaxError' ? new SyntaxError() : new Error(), told);
  return tellLoadError(error, file, root);
}

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['of TypeScript', { 'a.mts': 'export const a: {} = {\n  b: 1\n  c: 2,\n};' }, 'in a.mts, line 3.'],
  [
    'of TypeScript that it imports',
    { 'a.mts': "import './b.mts';", 'b.mts': '\nconst a: string;' },
    'in b.mts, line 2.',
  ],
  [
    'of a .ts',
    { 'a.ts': "import './b.ts';", 'b.ts': 'let a = 1\nlet = 2 3;', 'package.json': '{"type":"module"}' },
    'in b.ts, line 2.',
  ],
  ['of JavaScript', { 'a.mjs': 'export const a = {\n  b: 1\n  c: 2,\n};' }, 'in a.mjs, line 3.'],
  [
    'of JavaScript that its imports import, in a circle',
    {
      'a.mts': "import './b.mjs';",
      'b.mjs': "import './a.mts';\nimport './c.mjs';",
      'c.mjs': '\n\nlet let;',
    },
    'in c.mjs, line 3.',
  ],
])('a mistake in the syntax %s has its file and its line', (_, files, place) => {
  expect(said(files)).toMatch(/^SyntaxError: /);
  expect(said(files)).toContain(place);
});

test('a name that is not exported has the place of its import, and advice behind it', () => {
  expect(said({ 'a.mjs': "\nimport { a } from './b.mjs';\na;", 'b.mjs': '' })).toContain(
    "named 'a', in a.mjs, line 2. Either nothing of that name",
  );
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['what the module throws', { 'a.mjs': 'throw new Error("mine");' }, 'Error: mine.'],
  [
    'what a script may say and a module not',
    { 'a.mjs': "import './b.cjs';\nthrow new SyntaxError('mine');", 'b.cjs': 'with ({}) {}' },
    'SyntaxError: mine.',
  ],
])('%s has none', (_, files, start) => {
  expect(said(files).startsWith(start)).toBe(true);
});
