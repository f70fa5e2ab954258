// Commands are found in code, and are parted as a shell does.
import { expect, test } from 'vitest';
import { listCommands, listScripts } from './list-commands.ts';
import { readPage } from './read-page.ts';

test.each([
  ['    npx closecall run btw --cases 5   # all of them', ['run', 'btw', '--cases', '5']],
  ['    npm run closecall -- run "a b" \'plain-undici/*\'', ['run', 'a b', 'plain-undici/*']],
  ['    npm run --silent closecall -- list', ['list']],
  ['    npm run fuzz -- --seed 3', ['run', '--seed', '3']],
  ['    CLOSECALL_SEED=3 npx closecall run', ['run']],
  ['```sh\nclosecall help run\n```', ['help', 'run']],
  ['```sh no-run="why"\nclosecall list\n```', ['list']],
])('%s', (text, argv) => {
  expect(listCommands(readPage('a.md', text)).map((command) => command.argv)).toEqual([argv]);
});

test('what is prose, or calls something else, is none', () => {
  expect(listCommands(readPage('a.md', 'closecall run\n\n    npx vitest run\n    closecallx run\n'))).toEqual(
    [],
  );
});

test('scripts and files that others name are found', () => {
  const text = '    npm ci && npm run fuzz\n    npm test   # all\n    node harness/a/b.ts --x\n';
  expect(listScripts(readPage('a.md', text)).map(({ kind, text: name }) => `${kind} ${name}`)).toEqual([
    'script fuzz',
    'script test',
    'file harness/a/b.ts',
  ]);
});

test('a mistake on purpose is no command, and a file that a running page has made is none of the repository', () => {
  const page = readPage(
    'a.md',
    '```sh exit=2\nnpx closecall run --case 5\n```\n\n```sh\nnode a/b.mjs\n```\n\n```sh no-run="why"\nnode c/d.mjs\n```\n',
  );
  expect(listCommands(page)).toEqual([]);
  expect(listScripts(page).map(({ text }) => text)).toEqual(['c/d.mjs']);
});
