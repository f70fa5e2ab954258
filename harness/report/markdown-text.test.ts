// Foreign text in Markdown: what is left as it is, what is code, and that no block ends before its end.
import { expect, test } from 'vitest';
import { toBlock, toCode, toName } from './markdown-text.ts';

test.each([
  ['ERR_RELEASED_STATE', '`ERR_RELEASED_STATE`'],
  ['a <b> & *c* [d](e)', '`a <b> & *c* [d](e)`'],
  ['a|b', '<code>a&#124;b</code>'],
  [String.raw`a\|b`, '<code>a&#92;&#124;b</code>'],
  ['`', '<code>&#96;</code>'],
  [' a ', '<code>&#32;a&#32;</code>'],
  ['', '<code></code>'],
  ['</code>|', '<code>&#60;&#47;code&#62;&#124;</code>'],
  ['\u{1F600}|', '<code>&#128512;&#124;</code>'],
])('the text %j is the code %s', (text, code) => {
  expect(toCode(text)).toBe(code);
});

test.each(['btw/left-midway', 'shared', 'tool.v2', 'never closed'])('the name %s needs no marks', (name) => {
  expect(toName(name)).toBe(name);
});

test.each(['__init__', 'a*b', 'www.x.y', '@me', '#1', '<b>', '1 | 2', ''])('the name %j is code', (name) => {
  expect(toName(name)).toBe(toCode(name));
});

test('the fence of a block is longer than any in it', () => {
  expect(toBlock(['a'])).toEqual(['```text', 'a', '```']);
  expect(toBlock(['  ```', 'a ````` b', '`'])).toEqual(['``````text', '  ```', 'a ````` b', '`', '``````']);
});
