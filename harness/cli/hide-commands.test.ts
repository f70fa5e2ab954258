// What the runner of GitHub obeys, and what is left alone.
import { expect, test } from 'vitest';
import { hideCommands } from './hide-commands.ts';

/** As ActionCommand.cs of the runner finds them: a line that begins so, blanks aside, or has the older form in it. */
const hasCommand = (text: string): boolean =>
  text.split('\n').some((line) => line.trimStart().startsWith('::') || line.includes('##['));

test.each([
  '::error::x',
  '  \t ::add-mask::x',
  'a\n    ::stop-commands::x\nb',
  'a ##[group]b',
  '##[##[error]x',
  '::\n::',
])('nothing is obeyed in %j', (text) => {
  expect(hasCommand(text)).toBe(true);
  expect(hasCommand(hideCommands(text))).toBe(false);
});

test('what is no command stays as it is', () => {
  const text = 'a::b, ns::name\n  [::1]:8080 ## title\n- x ::error::y\n';
  expect(hideCommands(text)).toBe(text);
});
