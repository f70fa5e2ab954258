// Turns one connection of the event stream into messages: a GET without a timeout, its data lines, each decoded.
// Invariants: messages are delivered in order, one at a time; nothing is delivered once the signal has fired, not even a
// message that was being decoded then.

import type { Executor } from './executor.ts';
import type { GatewayHttpClient } from './gateway-http-client.ts';
import { lines } from './lines.ts';
import type { SessionCall } from './session-strategy.ts';
import { parseJsonObject, sseField } from './sse-fields.ts';

/** A message of the gateway: any JSON object that names its type. */
export interface EventStreamMessage {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Who reads a connection. */
export interface EventStreamDelegate {
  /** The gateway answered with status 200. */
  didConnect(): void;
  /** A message came. The next one is decoded when the promise, if there is one, has resolved. */
  didReceive(message: EventStreamMessage): Promise<void> | undefined;
}

/** What a connection is made with. */
export interface EventStreamReading {
  readonly http: GatewayHttpClient;
  readonly call: SessionCall;
  /** Fires when the task is cancelled. */
  readonly signal: AbortSignal;
  /** Where messages are decoded. */
  readonly executor: Executor;
  readonly delegate: EventStreamDelegate;
}

/** The gateway answered with another status than 200. */
export class EventStreamStatusError extends Error {
  override readonly name = 'EventStreamStatusError';
  readonly code = 'ERR_EVENT_STREAM_STATUS';
  readonly status: number;

  constructor(status: number) {
    super(`the gateway answered the event stream with status ${status}, expected 200`);
    this.status = status;
  }
}

/**
 * Connects, and reads until the response ends or the signal fires. Rejects with EventStreamStatusError, or with what
 * GatewayHttpClient.stream and its bytes reject with, among it SessionInvalidatedError.
 */
export async function readEventStream({
  http,
  call,
  signal,
  executor,
  delegate,
}: EventStreamReading): Promise<void> {
  const { response, bytes } = await http.stream('assistants/{assistantId}/events', {
    timeoutMs: null,
    session: call.session,
    isSafe: call.isSafe,
    signal,
    didCreateTask: (task) => call.didCreateTask(task),
  });
  if (response.status !== 200) {
    bytes.cancel('EventStreamClient: not an event stream');
    throw new EventStreamStatusError(response.status);
  }
  if (!signal.aborted) delegate.didConnect();
  // Leaving the loop leaves the bytes, which cancels what the gateway still sends.
  for await (const line of lines(bytes)) {
    const data = sseField(line, 'data');
    if (data === undefined) continue;
    const message = await decode(data, executor);
    // Cancelled during that hop: a stale message must never reach anybody, least of all reopen the stream.
    if (signal.aborted) return;
    if (message !== undefined) await delegate.didReceive(message);
  }
}

// Off the reading path, as the app decodes in a detached task: a long message must not hold up the turn that reads.
function decode(data: string, executor: Executor): Promise<EventStreamMessage | undefined> {
  return new Promise((resolve) => {
    executor(() => {
      const message = parseJsonObject(data);
      const type = message?.['type'];
      resolve(typeof type === 'string' ? { ...message, type } : undefined);
    });
  });
}
