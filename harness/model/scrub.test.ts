// What must never leave the process, and what must come through unharmed.
import { describe, expect, test } from 'vitest';
import { scrubSecrets } from './scrub.ts';
import { naturalCase } from './case.ts';

const SECRET = 's3cr3t-Value.9';

describe('a secret is taken out', () => {
  test.each([
    `Authorization: Bearer ${SECRET}`,
    `sent "authorization: ${SECRET}"`,
    `Bearer ${SECRET}`,
    `got bearer   ${SECRET} from the store`,
    'Basic czNjcjN0LVZhbHVlLjk=',
    `GET /v1/events?token=${SECRET}&x=1`,
    `access_token=${SECRET}; Path=/`,
    `Cookie: sid=${SECRET}; theme=dark`,
    `set-cookie: sid=${SECRET}; HttpOnly\r\ncontent-length: 3`,
    `X-API-Key: ${SECRET}`,
    `the key sk-ant-${SECRET} was refused`,
    `pushed with ghp_a${SECRET}`,
    `GET /v1/models?key=${SECRET}&alt=sse`,
    `{"type":"token_rotated","newToken":"${SECRET}"}`,
    `data: {"token" : "${SECRET}", "n": 1}`,
    JSON.stringify({ body: JSON.stringify({ refresh_token: SECRET }) }),
    `{"password":"a\\"${SECRET}"}`,
    `{"newToken":"${SECRET}`,
    `authorization: "${SECRET} cut off here`,
    `{ token: '${SECRET}', user: 'me' }`,
    `headers: { 'x-api-key': '${SECRET}' }`,
    `https://me:${SECRET}@gateway.test/v1`,
    `jwt eyJhbGciOiJIUzI1NiJ9.${SECRET}`,
  ])('from the text %s', (text) => {
    const scrubbed = scrubSecrets(text);
    expect(scrubbed).toContain('[scrubbed]');
    expect(scrubbed).not.toContain(SECRET);
    expect(scrubbed).not.toContain('czNjcjN0');
  });

  test('from properties and header lists, at any depth', () => {
    const data = {
      headers: { Authorization: SECRET, COOKIE: SECRET, accept: 'text/event-stream' },
      list: [{ accessToken: SECRET, clientSecret: [SECRET, { deep: SECRET }], passwords: { me: SECRET } }],
      rawHeaders: ['Authorization', SECRET, 'Host', 'gateway'],
      tokens: 3,
    };
    expect(scrubSecrets(data)).toEqual({
      headers: { Authorization: '[scrubbed]', COOKIE: '[scrubbed]', accept: 'text/event-stream' },
      list: [
        {
          accessToken: '[scrubbed]',
          clientSecret: ['[scrubbed]', { deep: '[scrubbed]' }],
          passwords: { me: '[scrubbed]' },
        },
      ],
      rawHeaders: ['Authorization', '[scrubbed]', 'Host', 'gateway'],
      tokens: 3,
    });
  });

  test('without taking its surroundings', () => {
    expect(scrubSecrets(`{"type":"token_rotated","newToken":"${SECRET}","n":1}`)).toBe(
      '{"type":"token_rotated","newToken":"[scrubbed]","n":1}',
    );
    expect(scrubSecrets(`GET /e?token=${SECRET}&after=7 HTTP/1.1`)).toBe(
      'GET /e?token=[scrubbed]&after=7 HTTP/1.1',
    );
    expect(scrubSecrets(`{ token: '${SECRET}', user: 'me' }`)).toBe(`{ token: '[scrubbed]', user: 'me' }`);
    expect(scrubSecrets(`cookie: a=b\r\nhost: c`)).toBe('cookie: [scrubbed]\r\nhost: c');
  });
});

describe('what is no secret stays', () => {
  test.each([
    't0:one t1:two',
    'the answer for t0 went to the call of t1',
    'event: token_rotated',
    '{"type":"token_rotated"}',
    'Unexpected token < in JSON at position 0',
    `Unexpected token 'a', "abc" is not valid JSON`,
    'the bearer token was refused',
    'task-list-item, risk-averse, in the locale sk-SK',
    'got code=ERR_X, key=value',
    'Basic authentication failed',
    'cookie jar, secret garden, password field',
    'rotate token @ c0<#1 +2 turns',
    'use-after-close in refreshToken (src/credentials.ts:10:2)',
    'http://gateway.test:80/v1/btw',
    'do[cancel reader @ c0<#2 +2 turns] hold[timer#0 for 1]',
  ])('in the text %s', (text) => {
    expect(scrubSecrets(text)).toBe(text);
  });

  test('in a repro, whose case and versions a replay compares', () => {
    const repro = {
      case: { ...naturalCase('a', 'b'), actions: [{ do: 'token=rotate', at: 'c0<#1' }] },
      versions: { closecall: '0.1.0', node: '24.21.0', packages: { 'js-tokens': '9.0.0' } },
    };
    expect(scrubSecrets(repro)).toEqual(repro);
  });

  test('in an interleaving with an actor whose name sounds like a secret', () => {
    const interleaving = {
      columns: ['token-rotation'],
      rows: [{ step: 1, ms: 0, cells: { 'token-rotation': 'rotates' }, isViolation: false }],
    };
    expect(scrubSecrets(interleaving)).toEqual(interleaving);
  });

  test('and the given data is not changed', () => {
    const finding = { message: `Bearer ${SECRET}`, places: [{ label: 'used', frames: [`token=${SECRET}`] }] };
    const copy = structuredClone(finding);
    scrubSecrets(finding);
    expect(finding).toEqual(copy);
  });
});

test('scrubbing twice changes nothing more', () => {
  const once = scrubSecrets({
    a: `Bearer ${SECRET}`,
    b: `{"token":"${SECRET}"}`,
    c: `Cookie: ${SECRET}`,
    token: 'x',
  });
  expect(scrubSecrets(once)).toEqual(once);
});

test('a long hostile text takes no long time', () => {
  const hostile = `${'token'.repeat(10_000)}"${'\\'.repeat(50_000)}Bearer ${'-.'.repeat(50_000)}`;
  expect(scrubSecrets(hostile).length).toBeGreaterThan(0);
}, 5000);
