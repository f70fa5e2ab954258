// Fields and objects, and what is neither.

import { expect, test } from 'vitest';

import { parseJsonObject, sseField } from './sse-fields.ts';

test.each([
  ['data: x', 'x'],
  ['data:x', 'x'],
  ['data:  x', ' x'],
  ['data:', ''],
  ['data', undefined],
  ['database: x', undefined],
  [': data: x', undefined],
])('the data of the line "%s" is %j', (line, expected) => {
  expect(sseField(line, 'data')).toBe(expected);
});

test.each([
  ['{"a":1}', { a: 1 }],
  ['[1]', undefined],
  ['null', undefined],
  ['1', undefined],
  ['{', undefined],
])('the object that %s is in JSON is %j', (text, expected) => {
  expect(parseJsonObject(text)).toEqual(expected);
});
