// The help, whole, as it is printed.
import { expect, test } from 'vitest';
import type { CommandName } from './command-line.ts';
import { COMMAND_NAMES } from './commands.ts';
import { OPTIONS } from './option-table.ts';
import { renderHelp } from './render-help.ts';

test('help', () => {
  expect(renderHelp()).toMatchSnapshot();
  expect(renderHelp('help')).toBe(renderHelp());
});

test.each(COMMAND_NAMES.filter((name) => name !== 'help'))('help %s', (name: CommandName) => {
  expect(renderHelp(name)).toMatchSnapshot();
});

test('no line of help is wider than 120 columns', () => {
  for (const name of [undefined, ...COMMAND_NAMES])
    for (const line of renderHelp(name).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

test.each(['run', 'replay', 'retry'] as const)(
  'the exit codes of %s name no option that it does not have',
  (name) => {
    const [, codes = ''] = /^Exit codes\n([^]*?)\n\n/m.exec(renderHelp(name)) ?? [];
    expect(codes).toContain('  125  ');
    const named = codes.match(/(?<=--)[a-z-]+/g) ?? [];
    const own = OPTIONS.filter((option) => option.commands.includes(name)).map((option) => option.name);
    expect(own).toEqual(expect.arrayContaining(named));
  },
);
