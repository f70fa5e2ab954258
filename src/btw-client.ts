// Turns a side question into a stream of text deltas: one POST, one short answer, often abandoned midway.
// Invariants: the stream ends exactly once; a consumer that leaves is obeyed at once, and the reading task, which feeds
// the stream, leaves at its next suspension; the session ends where the strategy says, after the reader has left.

import { BtwEventDecoder } from './btw-events.ts';
import type { GatewayHttpClient } from './gateway-http-client.ts';
import { BTW_TIMEOUT_MS } from './limits.ts';
import { lines } from './lines.ts';
import {
  pushStream,
  type PushStream,
  type StreamContinuation,
  type TerminationReason,
} from './push-stream.ts';
import type { SessionCall, SessionStrategy } from './session-strategy.ts';

/** How a client is made. */
export interface BtwClientOptions {
  readonly http: GatewayHttpClient;
  /** Who owns the session of each call. */
  readonly strategy: SessionStrategy;
}

/** A side question. */
export interface BtwMessage {
  readonly content: string;
  /** The conversation beside which it is asked. */
  readonly conversationKey: string;
  /** Firing it is leaving the stream; the pending next(), else the following one, rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The gateway answered with another status than 200. */
export class BtwStatusError extends Error {
  override readonly name = 'BtwStatusError';
  readonly code = 'ERR_BTW_STATUS';
  readonly status: number;

  constructor(status: number) {
    super(`the gateway answered the BTW with status ${status}, expected 200`);
    this.status = status;
  }
}

/** The gateway could not finish its answer; the message is the gateway's. */
export class BtwFailedError extends Error {
  override readonly name = 'BtwFailedError';
  readonly code = 'ERR_BTW_FAILED';
}

/** Asks side questions. */
export class BtwClient {
  readonly #options: BtwClientOptions;

  constructor(options: BtwClientOptions) {
    this.#options = options;
  }

  /**
   * Asks at once; the stream yields the answer's pieces of text. It ends after `btw_complete`, or where the response ends
   * without one. It throws BtwStatusError, BtwFailedError, AuthenticationError or what Session.bytes rejects with, such
   * as RequestFailedError for an answer that broke off, and SessionEndedError where the strategy uses safe bytes.
   */
  sendMessage(message: BtwMessage): PushStream<string> {
    return pushStream<string>((continuation) => void this.#answer(message, continuation), {
      signal: message.signal,
    });
  }

  // The reading task. It begins the call and leaves it in one scope.
  async #answer(message: BtwMessage, continuation: StreamContinuation<string>): Promise<void> {
    const reading = new AbortController();
    let failure: unknown;
    try {
      const call = this.#options.strategy.begin();
      const onTermination = (reason: TerminationReason): void => {
        if (reason !== 'cancelled') return;
        reading.abort();
        call.consumerLeft();
      };
      continuation.onTermination = onTermination;
      try {
        await this.#readDeltas(message, call, reading.signal, continuation);
      } finally {
        call.scopeLeft();
      }
    } catch (error) {
      failure = error;
    }
    continuation.finish(failure);
  }

  async #readDeltas(
    { content, conversationKey }: BtwMessage,
    call: SessionCall,
    signal: AbortSignal,
    continuation: StreamContinuation<string>,
  ): Promise<void> {
    const { response, bytes } = await this.#options.http.streamPostWithRetry(
      'assistants/{assistantId}/btw',
      { content, conversationKey },
      {
        timeoutMs: BTW_TIMEOUT_MS,
        session: call.session,
        isSafe: call.isSafe,
        signal,
        didCreateTask: (task) => call.didCreateTask(task),
      },
    );
    if (response.status !== 200) {
      // Cancelled rather than drained: an error must not wait for a body that may be slow, and on a shared session
      // nobody else would ever end it. Nobody reads it, so nobody can be surprised.
      bytes.cancel('BtwClient: not an answer');
      throw new BtwStatusError(response.status);
    }
    const decoder = new BtwEventDecoder();
    // Leaving the loop leaves the bytes, which cancels what the gateway still sends.
    for await (const line of lines(bytes)) {
      const event = decoder.push(line);
      if (event?.kind === 'delta') continuation.yield(event.text);
      if (event?.kind === 'complete') return;
      if (event?.kind === 'error') throw new BtwFailedError(event.message);
    }
  }
}
