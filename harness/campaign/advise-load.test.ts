// What to do about a source that Node.js does not read as the project's own tools do: the errors are Node's own.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { adviseLoad } from './advise-load.ts';

/** The error of importing `name` in a project with these files, from a Node.js without vitest around it. */
function failToLoad(files: Readonly<Record<string, string>>, name: string): Error {
  const root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const script = `try { await import(${JSON.stringify(pathToFileURL(join(root, name)).href)}); } catch (error) { console.log(JSON.stringify({ code: error.code, message: error.message })); }`;
  const said = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  const { code, message } = JSON.parse(said) as { code?: string; message: string };
  return Object.assign(new Error(message), { code });
}

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  [
    'a CommonJS project',
    { 'package.json': '{"type":"commonjs"}', 'a.ts': 'import "node:fs";' },
    'a.ts',
    'end its name in .mts',
  ],
  [
    'a CommonJS project with a scenario that is none',
    {
      'package.json': '{"type":"commonjs"}',
      'a.ts': 'export const a: string = "";',
      'b.mts': 'import { a } from "./a.ts"; a;',
    },
    'b.mts',
    'makes that module CommonJS',
  ],
  ['an enum', { 'a.mts': 'export enum A { B }' }, 'a.mts', 'no enum'],
  [
    'a parameter property',
    { 'a.mts': 'export class A { constructor(private b: string) {} }' },
    'a.mts',
    'no parameter property',
  ],
  ['JSX', { 'a.tsx': 'export const a = 1;' }, 'a.tsx', 'files of that kind'],
  ['no extension', { 'a.mts': 'import "./b";', 'b.ts': '' }, 'a.mts', 'names it with its extension'],
  ['a name from "paths"', { 'a.mts': 'import "@/client";' }, 'a.mts', 'does not read the "paths"'],
  ['a folder', { 'a.mts': 'import "./b";', 'b/index.ts': '' }, 'a.mts', 'names it with its extension'],
])('%s', (_, files, name, advice) => {
  const said = adviseLoad(failToLoad(files, name));
  expect(said).toContain(advice);
  expect(said).toContain('npm install --save-dev tsx');
});

test('what the module itself throws needs no advice, nor does a mistake in its syntax', () => {
  expect(adviseLoad(failToLoad({ 'a.mts': 'export default { a: 5 ' }, 'a.mts'))).toBe('');
  expect(adviseLoad(failToLoad({ 'a.mts': 'throw new Error("mine");' }, 'a.mts'))).toBe('');
});

test('a package that is missing is to be installed', () => {
  expect(adviseLoad(failToLoad({ 'a.mts': 'import "@no/such-package/part";' }, 'a.mts'))).toBe(
    ' It is not installed: npm install --save-dev @no/such-package',
  );
});

test('a slip in the name of closecall is not to be installed', () => {
  expect(adviseLoad(failToLoad({ 'a.mts': 'import "closecal";' }, 'a.mts'))).toBe(
    ' Did you mean "closecall"?',
  );
  expect(adviseLoad(failToLoad({ 'a.mts': 'import "closecall";' }, 'a.mts'))).toBe(
    ' It is not installed: npm install --save-dev closecall',
  );
});
