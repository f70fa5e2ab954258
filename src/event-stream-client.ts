// Turns the gateway's event stream into messages for any number of subscribers, over one connection at a time that is
// made anew whenever it ends.
// Invariants: the client holds at most one task, and what a task does once it is no longer held reaches nobody; a held
// task is to begin, connected, or waits for exactly one timer; after stop() there is no timer, and nothing reconnects.

import { Backoff } from './backoff.ts';
import { Broadcast } from './broadcast.ts';
import type { Credentials } from './credentials.ts';
import {
  EventStreamStatusError,
  readEventStream,
  type EventStreamDelegate,
  type EventStreamMessage,
} from './event-stream-reader.ts';
import type { EventStreamStrategy, EventStreamTaskHold } from './event-stream-strategy.ts';
import { defaultExecutor, type Executor } from './executor.ts';
import type { GatewayHttpClient } from './gateway-http-client.ts';
import type { PushStream } from './push-stream.ts';
import { SessionInvalidatedError } from './session-errors.ts';

/** Sent from the second connection on: what came meanwhile was missed. */
export const RECONNECTED: EventStreamMessage = { type: 'list_invalidated', reason: 'sse_reconnected' };

/** Sent for status 402, and not again before a connection has succeeded. */
export const CREDITS_EXHAUSTED: EventStreamMessage = { type: 'credits_exhausted', reason: 'sse_refused' };

/** Who is told what no subscriber is. Each call has a turn of its own; what it throws reaches the process. */
export interface EventStreamObserver {
  /** The gateway replaced the token, and the new one is stored. */
  tokenRotated?(newToken: string): void;
  /** The stream ended, with an error unless the response was complete. The client connects again in `delayMs`. */
  disconnected?(error: unknown, delayMs: number): void;
}

/** How a client is made. */
export interface EventStreamClientOptions {
  readonly http: GatewayHttpClient;
  /** Those of `http`: where a rotated token is stored. */
  readonly credentials: Credentials;
  /** Who owns the session of each connection. */
  readonly strategy: EventStreamStrategy;
  readonly observer?: EventStreamObserver;
  /** Where tasks begin, messages are decoded and restarts run. Default: one event loop turn each. */
  readonly executor?: Executor;
}

/** One connection and the wait that follows it. It is over once the client holds another or none. */
interface Task {
  readonly hold: EventStreamTaskHold;
  readonly cancellation: AbortController;
  reconnectTimer: ReturnType<typeof setTimeout> | undefined;
}

/** The client of the event stream. Every method may be called at any moment, and does what it does synchronously. */
export class EventStreamClient {
  readonly #options: EventStreamClientOptions;
  readonly #executor: Executor;
  readonly #broadcast = new Broadcast<EventStreamMessage>();
  readonly #backoff = new Backoff();
  #task: Task | undefined;
  #hasConnectedBefore = false;
  #hasAnnouncedCredits = false;
  #isTornDown = false;

  constructor(options: EventStreamClientOptions) {
    this.#options = options;
    this.#executor = options.executor ?? defaultExecutor;
  }

  /**
   * A stream of every message from now on, of this connection and of those that follow. Leaving it unsubscribes;
   * teardown() finishes it.
   *
   * @param options.signal the subscriber's: firing it is leaving, and the stream rejects with its reason
   */
  subscribe(options: { readonly signal?: AbortSignal | undefined } = {}): PushStream<EventStreamMessage> {
    return this.#broadcast.subscribe(options);
  }

  /** Opens the stream. Does nothing while the client holds a task, also one that waits to reconnect, and after teardown(). */
  start(): void {
    if (this.#task === undefined && !this.#isTornDown) this.#makeTask();
  }

  /** Cancels the task and forgets it, with its timer and the delay that it had come to: start() may follow at once. */
  stop(): void {
    this.#endTask();
    this.#backoff.reset();
  }

  /** Stops for good, and finishes every subscriber. */
  teardown(): void {
    this.#isTornDown = true;
    this.stop();
    this.#broadcast.finish();
  }

  // -- The task's life --------------------------------------------------------------------------------------------

  #makeTask(): void {
    const task: Task = {
      hold: this.#options.strategy.taskMade(),
      cancellation: new AbortController(),
      reconnectTimer: undefined,
    };
    this.#task = task;
    this.#executor(() => void this.#run(task));
  }

  #endTask(): void {
    const task = this.#task;
    if (task === undefined) return;
    this.#task = undefined;
    clearTimeout(task.reconnectTimer);
    task.hold.endedFromOutside();
    task.cancellation.abort();
  }

  #restart(): void {
    this.#endTask();
    this.#makeTask();
  }

  async #run(task: Task): Promise<void> {
    let failure: unknown;
    try {
      await this.#connect(task);
    } catch (error) {
      failure = error;
    }
    if (failure instanceof SessionInvalidatedError) this.#crash(failure);
    else if (task === this.#task) this.#reconnectLater(task, failure);
  }

  // One scope: the call that begins in it is left when it is, however that happens.
  async #connect(task: Task): Promise<void> {
    const { signal } = task.cancellation;
    const call = task.hold.begin(signal);
    if (call === undefined) return;
    try {
      const { http } = this.#options;
      await readEventStream({ http, call, signal, executor: this.#executor, delegate: this.#delegate(task) });
    } finally {
      call.scopeLeft();
    }
  }

  // Foundation aborts the process here, and no caller could have prevented it: never a reason to reconnect.
  #crash(error: SessionInvalidatedError): void {
    this.#executor(() => {
      throw error;
    });
  }

  // -- What a held task does --------------------------------------------------------------------------------------

  #delegate(task: Task): EventStreamDelegate {
    return {
      didConnect: () => this.#didConnect(),
      didReceive: (message) => {
        const { type, newToken } = message;
        if (type !== 'token_rotated') this.#broadcast.send(message);
        else if (typeof newToken === 'string') return this.#rotate(task, newToken);
        return undefined;
      },
    };
  }

  // A connection that succeeded ends the row of failures, so the next delay is the shortest again.
  #didConnect(): void {
    this.#backoff.reset();
    this.#hasAnnouncedCredits = false;
    if (this.#hasConnectedBefore) this.#broadcast.send(RECONNECTED);
    this.#hasConnectedBefore = true;
  }

  // On a later turn, since this runs inside the loop that reads the very session a restart would end. By then the task
  // may have been stopped, or replaced by one that was made with the new token: that one needs no restart.
  async #rotate(task: Task, newToken: string): Promise<void> {
    await this.#options.credentials.rotate(newToken);
    this.#tell((observer) => observer.tokenRotated?.(newToken));
    this.#executor(() => {
      if (task === this.#task) this.#restart();
    });
  }

  #reconnectLater(task: Task, failure: unknown): void {
    const status = failure instanceof EventStreamStatusError ? failure.status : undefined;
    if (status === 402 && !this.#hasAnnouncedCredits) {
      this.#hasAnnouncedCredits = true;
      this.#broadcast.send(CREDITS_EXHAUSTED);
    }
    if (status === 403) this.#backoff.reset();
    const delayMs = this.#backoff.take();
    task.reconnectTimer = setTimeout(() => this.#restart(), delayMs);
    this.#tell((observer) => observer.disconnected?.(failure, delayMs));
  }

  // On a turn of its own: an observer that throws must neither break the stream nor be taken for a failure of it.
  #tell(call: (observer: EventStreamObserver) => void): void {
    const { observer } = this.#options;
    if (observer !== undefined) queueMicrotask(() => call(observer));
  }
}
