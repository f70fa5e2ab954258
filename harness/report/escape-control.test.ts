// Text that could move a cursor, forge a line or hide something.
import { expect, test } from 'vitest';
import { escapeControl } from './escape-control.ts';
import { toJson } from './to-json.ts';
import { toPrintable } from './to-printable.ts';

test('control and format characters become readable escapes', () => {
  expect(escapeControl('\u001b[31mred\u001b[0m\r\n\tx\u0000\u007f\u009b')).toBe(
    String.raw`\x1b[31mred\x1b[0m\r\n\tx\x00\x7f\x9b`,
  );
  expect(escapeControl('a\u202eb\u200b\u2028\ud800')).toBe(String.raw`a\u{202e}b\u{200b}\u{2028}\u{d800}`);
});

test('ordinary text in any script stays', () => {
  for (const text of ['plain', 'Grüße, 世界', 'é', '🎉']) expect(escapeControl(text)).toBe(text);
});

test('everything in data is made printable, names of properties included', () => {
  expect(toPrintable({ 'a\u0007': ['x\u001b[2J', { token: 'y' }], n: 1, none: null })).toEqual({
    [String.raw`a\x07`]: [String.raw`x\x1b[2J`, { token: '[scrubbed]' }],
    n: 1,
    none: null,
  });
});

test('JSON is the same data in characters that do nothing', () => {
  const data = { text: 'a\u001b[2J\u009b\u202e\u2028\n\u{e0001}🎉' };
  const json = toJson(data);
  expect(JSON.parse(json)).toEqual(data);
  expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(json).toContain('🎉');
});
