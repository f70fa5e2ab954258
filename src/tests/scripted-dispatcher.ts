// Turns an undici dispatcher into a list of requests that a test answers by hand, callback by callback.

import { Dispatcher } from 'undici';

/** What undici gives to the callbacks of a request, and what they asked of it. */
class ScriptedController implements Dispatcher.DispatchController {
  readonly #handler: Dispatcher.DispatchHandler;
  reason: Error | null = null;
  paused = false;
  resumeCount = 0;

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler;
  }

  get aborted(): boolean {
    return this.reason !== null;
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.reason = reason;
    this.#handler.onResponseError?.(this, reason);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.resumeCount += 1;
  }
}

/** One dispatched request. Its methods are undici's callbacks, in the order undici would make them. */
export class ScriptedRequest {
  readonly options: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
  readonly controller: ScriptedController;

  constructor(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    this.options = options;
    this.handler = handler;
    this.controller = new ScriptedController(handler);
  }

  get abortedWith(): Error | undefined {
    return this.controller.reason ?? undefined;
  }

  get isPaused(): boolean {
    return this.controller.paused;
  }

  get resumeCount(): number {
    return this.controller.resumeCount;
  }

  start(): void {
    this.handler.onRequestStart?.(this.controller, null);
  }

  head(status: number): void {
    this.handler.onResponseStart?.(this.controller, status, {});
  }

  data(text: string): void {
    this.handler.onResponseData?.(this.controller, Buffer.from(text));
  }

  end(): void {
    this.handler.onResponseEnd?.(this.controller, {});
  }

  fail(error: Error): void {
    this.handler.onResponseError?.(this.controller, error);
  }
}

/** A dispatcher that sends nothing. */
export class ScriptedDispatcher extends Dispatcher {
  readonly requests: ScriptedRequest[] = [];
  /** Calls of close() and destroy(), in order. */
  readonly endings: ('close' | 'destroy')[] = [];

  /** The newest request. */
  get latest(): ScriptedRequest {
    const request = this.requests.at(-1);
    if (request === undefined) throw new Error('nothing was dispatched');
    return request;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.requests.push(new ScriptedRequest(options, handler));
    return true;
  }

  override close(): Promise<void>;
  override close(callback: () => void): void;
  override close(): Promise<void> {
    this.endings.push('close');
    return Promise.resolve();
  }

  override destroy(): Promise<void>;
  override destroy(error: Error | null, callback: () => void): void;
  override destroy(): Promise<void> {
    this.endings.push('destroy');
    return Promise.resolve();
  }
}
