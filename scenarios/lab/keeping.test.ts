// What a server says of how long its answer may be kept, and whom it has nothing new for.
import { describe, expect, test } from 'vitest';
import { fitAnswer, routeOf } from './answers.ts';
import { isUnchanged, KEEPINGS, keepingHeaders } from './keeping.ts';

const asked = (headers: Record<string, string> = {}): Parameters<typeof isUnchanged>[1] => ({
  method: 'GET',
  path: '/answers/a',
  headers: { host: 'gateway.test:8080', ...headers },
  body: '',
});

describe('an answer that may be kept', () => {
  test('says for how long, and has a tag where it will be compared', () => {
    for (const keeping of KEEPINGS)
      expect(Object.keys(keepingHeaders(keeping))).toEqual(
        keeping === 'long' ? ['cache-control'] : ['cache-control', 'etag'],
      );
    expect(keepingHeaders('while-fetched')['cache-control']).toBe('max-age=1, stale-while-revalidate=60');
  });

  test('is not sent again to who has it', () => {
    const { answer } = routeOf('a', { keeping: 'briefly' });
    const { etag } = keepingHeaders('briefly');
    expect(answer(asked(), { token: 't0', nth: 0 })).toMatchObject({ status: 200, headers: { etag } });
    const again = answer(asked({ 'if-none-match': etag! }), { token: 't1', nth: 1 });
    expect(again).toEqual({ status: 304, headers: keepingHeaders('briefly') });
    expect(isUnchanged('briefly', asked({ 'if-none-match': '"other"' }))).toBe(false);
    expect(isUnchanged('long', asked({ 'if-none-match': etag! }))).toBe(false);
  });
});

test('a redirect may name another host, at the same port', () => {
  const locationOf = (program: Parameters<typeof routeOf>[1]): string | undefined =>
    routeOf('a', { redirects: 1, ...program }).answer(asked(), { token: 't0', nth: 0 }).headers?.['location'];
  expect(locationOf({})).toBe('/answers/a?hop=t0');
  expect(locationOf({ elsewhere: true })).toBe('http://elsewhere.test:8080/answers/a?hop=t0');
});

test('what means nothing to a client is left out', () => {
  const answer = { keeping: 'long', ranges: 'weak', isStingy: true, redirects: 1, elsewhere: true } as const;
  const nothing = { decodes: false, follows: false, asksAgain: false, keeps: false, travels: true };
  expect(fitAnswer(answer, nothing)).toEqual({});
  expect(fitAnswer(answer, { ...nothing, keeps: true })).toEqual({ keeping: 'long' });
  expect(fitAnswer(answer, { ...nothing, asksAgain: true })).toEqual({ ranges: 'weak', isStingy: true });
  const followed = { redirects: 1, elsewhere: true };
  expect(fitAnswer(answer, { ...nothing, follows: true })).toEqual(followed);
  expect(fitAnswer(answer, { ...nothing, follows: true, travels: false })).toEqual({ redirects: 1 });
});
