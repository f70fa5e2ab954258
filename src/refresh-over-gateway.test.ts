// Answers of a gateway on real sockets, and the outcome each of them is.

import { expect, test } from 'vitest';

import { MAX_REFRESH_ANSWER_BYTES } from './limits.ts';
import { refreshOverGateway } from './refresh-over-gateway.ts';
import { Session } from './session.ts';
import { startGateway } from './tests/loopback-gateway.ts';

async function ask(status: number, body: string) {
  await using gateway = await startGateway((_request, response) => response.writeHead(status).end(body));
  const session = new Session();
  const refresh = refreshOverGateway({ baseUrl: `${gateway.baseUrl}/`, session });
  const outcome = await refresh({ token: 'old', refreshToken: 'r1' });
  expect(session.openTaskCount).toBe(0);
  session.invalidateAndCancel();
  await session.closed;
  return { outcome, requests: gateway.requests };
}

test('the refresh token is posted with the old token, and the fresh one is a success', async () => {
  const { outcome, requests } = await ask(200, '{"token":"fresh","refreshToken":"r2"}');
  expect(outcome).toEqual({ kind: 'success', token: 'fresh', refreshToken: 'r2' });
  expect(requests).toMatchObject([
    {
      method: 'POST',
      path: '/v1/auth/refresh',
      authorization: 'Bearer old',
      body: '{"refreshToken":"r1"}',
    },
  ]);
});

test.each([401, 403])('status %i is terminal', async (status) => {
  expect((await ask(status, 'no')).outcome).toMatchObject({ kind: 'terminal' });
});

test.each([
  [429, 'slow down'],
  [500, '{"token":"not from here"}'],
  [200, 'no json'],
  [200, 'null'],
  [200, '{}'],
  [200, '{"token":7}'],
  [200, '{"token":""}'],
  [200, `{"token":"${'x'.repeat(MAX_REFRESH_ANSWER_BYTES)}"}`],
])('status %i with %.20s is transient', async (status, body) => {
  expect((await ask(status, body)).outcome).toMatchObject({ kind: 'transient' });
});

test('a gateway that cannot be reached is transient, over the shared session by default', async () => {
  const gateway = await startGateway(() => {});
  await gateway[Symbol.asyncDispose]();
  const outcome = await refreshOverGateway({ baseUrl: gateway.baseUrl })(undefined);
  expect(outcome).toMatchObject({ kind: 'transient', error: { cause: { code: 'ERR_REQUEST_FAILED' } } });
  expect(Session.shared.openTaskCount).toBe(0);
});
