// Every kind of line of a BTW answer, and the lines that are skipped.

import { expect, test } from 'vitest';

import { BtwEventDecoder } from './btw-events.ts';

function decode(...lines: string[]): unknown[] {
  const decoder = new BtwEventDecoder();
  return lines.map((line) => decoder.push(line)).filter((event) => event !== undefined);
}

test.each([
  ['a delta', 'data: {"type":"btw_text_delta","text":"hi"}', [{ kind: 'delta', text: 'hi' }]],
  ['the end', 'data: {"type":"btw_complete"}', [{ kind: 'complete' }]],
  [
    'an error with a message',
    'data: {"type":"btw_error","message":"m","error":"e"}',
    [{ kind: 'error', message: 'm' }],
  ],
  ['an error with an error', 'data: {"type":"btw_error","error":"e"}', [{ kind: 'error', message: 'e' }]],
  [
    'an error without a reason',
    'data: {"type":"btw_error"}',
    [{ kind: 'error', message: 'the gateway named no reason' }],
  ],
  ['data without a space', 'data:{"type":"btw_complete"}', [{ kind: 'complete' }]],
])('%s is decoded', (_name, line, events) => {
  expect(decode(line)).toEqual(events);
});

test.each([
  'data: {',
  'data: 7',
  'data: null',
  'data:',
  ': comment',
  'id: 7',
  'data: {"type":"other"}',
  'data: {}',
])('%j is skipped', (line) => {
  expect(decode(line)).toEqual([]);
});

test('a delta whose text is no string is skipped', () => {
  expect(decode('data: {"type":"btw_text_delta","text":7}')).toEqual([]);
});

test('an event line names the type where the data does not, until the event ends', () => {
  expect(decode('event: btw_text_delta', 'data: {"text":"hi"}', '', 'data: {"text":"nameless"}')).toEqual([
    { kind: 'delta', text: 'hi' },
  ]);
  expect(decode('event: other', 'data: {"type":"btw_complete"}')).toEqual([{ kind: 'complete' }]);
});
