// What an author says of the gateway, and what a client then gets.
import { describe, expect, test } from 'vitest';
import { jsonAnswer, sseAnswer, textAnswer, toRoutes, type GatewayScript } from './ready-answers.ts';
import { plain, sse, wait, type Answer } from './script.ts';

function answerTo(script: GatewayScript | undefined, accept?: string): Answer {
  const headers: Record<string, string> = accept === undefined ? {} : { accept };
  const [route] = toRoutes(script);
  return route!.answer({ method: 'GET', path: '/', headers, body: '' }, { token: 't7', nth: 0 });
}

const wireOf = ({ body }: Answer): string =>
  (body ?? []).map((item) => ('wire' in item ? item.wire : '')).join('');
const textOf = ({ body }: Answer): string =>
  (body ?? []).map((item) => ('text' in item ? item.text : '')).join('');

describe('a gateway nothing is said of', () => {
  test.each([
    [undefined, 'text/event-stream'],
    ['*/*', 'text/event-stream'],
    ['text/event-stream', 'text/event-stream'],
    ['text/event-stream, application/json', 'text/event-stream'],
    ['application/json, text/event-stream', 'application/json'],
    ['application/json, text/plain, */*', 'application/json'],
  ])('answers "accept: %s" with %s, and a token of the exchange in it', (accept, type) => {
    const answer = answerTo(undefined, accept);
    expect(answer.headers?.['content-type']).toBe(type);
    expect(textOf(answer)).toContain('t7');
  });

  test.each(['sse', 'json', 'text'] as const)('answers %s when told so, whatever is accepted', (kind) => {
    const other = kind === 'json' ? 'text/event-stream' : 'application/json';
    expect(answerTo(kind, other)).toEqual(answerTo(kind));
  });
});

describe('an answer', () => {
  test('of events is received as their data, or as it is', () => {
    const answer = sseAnswer(['a\nb', wait(5), { c: 1 }, sse({ d: 2 }, 'D', 'last')]);
    expect(textOf(answer)).toBe('a\nb{"c":1}D');
    expect(wireOf(answer)).toBe('data: a\ndata: b\n\ndata: {"c":1}\n\nevent: last\ndata: {"d":2}\n\n');
    expect(answer.isReadable).toBe(true);
  });

  test('of JSON or text is received as it is', () => {
    expect(jsonAnswer({ a: [1] }, 201)).toMatchObject({
      status: 201,
      framing: 'length',
      body: [plain('{"a":[1]}')],
    });
    expect(textAnswer(['a', wait(1), 'b']).body).toEqual([plain('a'), wait(1), plain('b')]);
  });
});

test('paths with a method or without become routes of their own', () => {
  const one = jsonAnswer(1);
  const routes = toRoutes({ '/a': one, 'POST /b/*': (_request, { token }) => jsonAnswer(token) });
  expect(routes.map(({ name, method, path }) => ({ name, method, path }))).toEqual([
    { name: '/a', method: undefined, path: '/a' },
    { name: 'POST:/b/*', method: 'POST', path: '/b/*' },
  ]);
  expect(answerTo({ '/a': one })).toBe(one);
  expect(answerTo(one)).toBe(one);
  expect(toRoutes(routes)).toEqual(routes);
});
