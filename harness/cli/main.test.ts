// The command as a process of its own: what only a real process shows.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

function closecall(args: string[], environment: Record<string, string> = {}) {
  // What the surroundings of this test say about colour must not decide it.
  const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...inherited } = process.env;
  const env = { ...inherited, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/closecall.mjs', ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('results go to stdout and mistakes to stderr, with their exit codes', () => {
  expect(closecall(['--version'])).toMatchObject({ status: 0, stderr: '' });
  expect(closecall(['run', '--sede', '5'])).toEqual({
    status: 2,
    stdout: '',
    stderr: 'closecall: unknown option "--sede". Did you mean "--seed"?\n',
  });
});

test('colour is off in a pipe, on when forced, and the text is the same', () => {
  const [plain, forced, refused] = [
    closecall(['list']),
    closecall(['list'], { FORCE_COLOR: '1' }),
    closecall(['list'], { NO_COLOR: '1' }),
  ];
  expect(plain.stdout).not.toContain('\u001b');
  expect(forced.stdout).toContain('\u001b[1m');
  expect(stripVTControlCharacters(forced.stdout)).toBe(plain.stdout);
  expect(refused).toEqual(plain);
});

test('the examples of the help name scenarios that exist', () => {
  const { stdout } = closecall(['list', '--json']);
  const names = (JSON.parse(stdout) as { scenarios: { name: string }[] }).scenarios.map(({ name }) => name);
  for (const folder of ['btw/', 'plain-undici/'])
    expect(names.some((name) => name.startsWith(folder))).toBe(true);
});
