// What modules have replaced since the world was installed → what mocks HTTP or time besides it, in words. A client would be
// answered by the mock, or wait for a clock that nobody moves, and nothing of that would show in a trace.
import './install.ts';
import type httpModule from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';

// An import would read every export, and one of them (`WebSocket`) loads TLS, which has to find the world installed.
const http = createRequire(import.meta.url)('node:http') as typeof httpModule;
const { ClientRequest } = http;
const { connect } = net.Socket.prototype;
const { setTimeout: timeout, Date: date } = globalThis;

/** Set by MSW's interceptors, which nock uses too, while they are at work. */
const INTERCEPTORS = ['fetch-interceptor', 'client-request-interceptor'].map((name) => Symbol.for(name));

/** What is mocked, and by what, where that can be told; undefined where nothing is. */
export function findForeignMock(): string | undefined {
  const isIntercepted = INTERCEPTORS.some(
    (symbol) => (globalThis as Record<symbol, unknown>)[symbol] !== undefined,
  );
  if (isIntercepted || http.ClientRequest !== ClientRequest)
    return 'HTTP is mocked (MSW and nock do that): requests would never come to the gateway';
  if (net.Socket.prototype.connect !== connect)
    return 'connections are mocked (nock does that): requests would never come to the gateway';
  // What passes timers on, as instrumentation does, is no fake.
  const isFaked =
    (globalThis.setTimeout !== timeout && 'clock' in globalThis.setTimeout) ||
    (globalThis.Date !== date && 'isFake' in globalThis.Date);
  if (isFaked)
    return 'timers are faked (vi.useFakeTimers and sinon do that): the clock of the world would move nothing';
  return undefined;
}
