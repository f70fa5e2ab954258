// Texts cut to size: how long they were is said, and no half of a character and no secret is left at the cut.
import { expect, test } from 'vitest';
import { toShortPrintable } from './cut-texts.ts';

test('what is short enough stays, wherever it is', () => {
  const value = { a: ['b', 3, null, true], c: { d: 'x'.repeat(10) } };
  expect(toShortPrintable(value, 10)).toEqual(value);
});

test('what is too long is cut, and how long it was is said', () => {
  expect(toShortPrintable(['x'.repeat(30)], 10)).toEqual(['xxxxxxxxxx... (20 more characters)']);
});

test('what is much too long is cut before it is scrubbed, and a secret at the cut is none that shows', () => {
  const text = `${'x'.repeat(30)} token=${'s'.repeat(200_000)}`;
  const [short] = toShortPrintable([text], 60);
  expect(short).toMatch(/^x{30} token=\[scrubbed\]/);
  expect(toShortPrintable(['x'.repeat(100_000)], 10)).toEqual(['xxxxxxxxxx... (99,990 more characters)']);
  expect(short).not.toContain('ss');
});

test('a character of two units is not halved', () => {
  const [short] = toShortPrintable(['xxx\u{1f600}xxx'], 4);
  expect(short).toBe('xxx... (5 more characters)');
});
