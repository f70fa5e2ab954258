// Where a run is warned that it was started inside of a project, and not in it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakeHost } from './tests/fake-host.ts';
import { warnSubfolder } from './warn-subfolder.ts';

/** What is said in the folder `at` of a project with these manifests, by folder. */
function said(manifests: Readonly<Record<string, string>>, at: string): string {
  const root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [folder, text] of Object.entries({ ...manifests, [at]: manifests[at] })) {
    mkdirSync(join(root, folder), { recursive: true });
    if (text !== undefined) writeFileSync(join(root, folder, 'package.json'), text);
  }
  const host = { ...fakeHost(), root: join(root, at) };
  warnSubfolder(host);
  return host.err().replaceAll(root, 'ROOT');
}

const OURS = '{ "devDependencies": { "closecall": "0" } }';

test('a folder of a project with closecall, by a dependency or by a configuration, is named with the project', () => {
  const warning =
    'warning: this is a folder inside the project ROOT/app: its configuration is not read here, and scenarios and reports are those below this folder. Run closecall there for all of it.\n';
  expect(said({ app: OURS }, 'app/src/chat')).toBe(warning);
  expect(said({ app: '{ "closecall": { "cases": 5 } }' }, 'app/src')).toBe(warning);
});

test.each([
  ["a project's own folder", { app: OURS }, 'app'],
  ['a package inside of another', { app: OURS, 'app/packages/one': '{}' }, 'app/packages/one'],
  ['a project without closecall', { app: '{ "dependencies": { "undici": "8" } }' }, 'app/src'],
  ['one whose manifest is broken', { app: '{' }, 'app/src'],
])('%s gives no warning', (_, manifests, at) => {
  expect(said(manifests, at)).toBe('');
});
