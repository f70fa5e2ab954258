// Turns a session's request into one dispatch of undici.
// Invariant: whatever goes wrong reaches the handler, on its delegate's queue; nothing is thrown.

import type { Dispatcher } from 'undici';

import type { DispatchHandler } from './dispatch-handler.ts';
import type { SessionRequest } from './session-task.ts';

/** Sends `request` to `url`, its URL parsed, and has `handler` told of the answer. */
export function dispatchRequest(
  dispatcher: Dispatcher,
  request: SessionRequest,
  url: URL,
  handler: DispatchHandler,
): void {
  const timeoutMs = request.timeoutMs ?? 0; // undici's 0 is "never", its undefined would be 300 s
  try {
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      },
      handler,
    );
  } catch (error) {
    handler.dispatchThrew(error);
  }
}
