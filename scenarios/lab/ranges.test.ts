// What a server that gives parts answers to who asks for one, and what its reader is to have of it.
import { describe, expect, test } from 'vitest';
import { answerRange } from './ranges.ts';

const asked = (range?: string): Parameters<typeof answerRange>[2] => ({
  method: 'GET',
  path: '/answers/a',
  headers: range === undefined ? {} : { range },
  body: '',
});
const PROGRAM = { ranges: 'strong', items: 2, bytes: 10 } as const;
const WHOLE = 'a has 0;aaa has 1;aa';
const textOf = ({ body = [] }: ReturnType<typeof answerRange>): string =>
  body.map((item) => ('text' in item ? item.text : '')).join('');

describe('a server that gives parts', () => {
  test('gives the whole to who does not ask for a part, and says that it could', () => {
    const answer = answerRange('a', PROGRAM, asked());
    expect(answer).toMatchObject({ status: 200, headers: { 'accept-ranges': 'bytes', etag: '"v1"' } });
    expect([textOf(answer), answer.before]).toEqual([WHOLE, undefined]);
  });

  test.each([
    ['bytes=3-', 'bytes 3-19/20', 3, 20],
    ['bytes=12-14', 'bytes 12-14/20', 12, 15],
    ['bytes=10-99', 'bytes 10-19/20', 10, 20],
  ])('gives %s, and knows what lies before it', (range, contentRange, from, to) => {
    const answer = answerRange('a', PROGRAM, asked(range));
    expect(answer).toMatchObject({ status: 206, headers: { 'content-range': contentRange } });
    expect([textOf(answer), answer.before]).toEqual([WHOLE.slice(from, to), WHOLE.slice(0, from)]);
  });

  test('may give less than it was asked for, and says so', () => {
    const answer = answerRange('a', { ...PROGRAM, isStingy: true }, asked('bytes=10-'));
    expect(answer).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 10-14/20' } });
    expect(textOf(answer)).toBe(WHOLE.slice(10, 15));
    expect(textOf(answerRange('a', { ...PROGRAM, isStingy: true }, asked('bytes=19-')))).toBe(
      WHOLE.slice(19),
    );
    expect(textOf(answerRange('a', { ...PROGRAM, isStingy: true }, asked()))).toBe(WHOLE);
  });

  test('has nothing behind its end', () => {
    expect(answerRange('a', PROGRAM, asked('bytes=20-'))).toEqual({
      status: 416,
      headers: { 'content-range': 'bytes */20' },
      framing: 'length',
    });
  });

  test('says the same to everybody, in the pieces and with the tag of its program', () => {
    const { body, headers } = answerRange('a', { ...PROGRAM, ranges: 'weak', waitMs: 5 }, asked('bytes=8-'));
    expect(body).toEqual([
      { text: 'aa', wire: 'aa' },
      { waitMs: 5 },
      { text: 'a has 1;aa', wire: 'a has 1;aa' },
    ]);
    expect(headers).toMatchObject({ etag: 'W/"v1"' });
    expect(answerRange('a', { ...PROGRAM, ranges: 'none' }, asked()).headers).not.toHaveProperty('etag');
  });
});
