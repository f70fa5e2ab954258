// Turns an undici dispatcher into a list of requests that a test answers by hand, callback by callback.

import { Dispatcher } from 'undici';

/** One dispatched request. Its methods are undici's callbacks, in the order undici would make them. */
export class ScriptedRequest {
  readonly options: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
  readonly controller: Dispatcher.DispatchController;
  abortedWith: Error | undefined;
  isPaused = false;
  resumeCount = 0;

  constructor(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    this.options = options;
    this.handler = handler;
    // oxlint-disable-next-line typescript/no-this-alias -- the controller's accessors have a `this` of their own
    const request = this;
    this.controller = {
      get aborted() {
        return request.abortedWith !== undefined;
      },
      get paused() {
        return request.isPaused;
      },
      get reason() {
        return request.abortedWith ?? null;
      },
      abort(reason) {
        if (request.abortedWith !== undefined) return;
        request.abortedWith = reason;
        handler.onResponseError?.(request.controller, reason);
      },
      pause() {
        request.isPaused = true;
      },
      resume() {
        request.isPaused = false;
        request.resumeCount += 1;
      },
    };
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
