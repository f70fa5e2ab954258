// The calls of one run → how each began and settled, in the trace, and which of them never did.
import type { PhaseName, Trace, TraceEntry } from '../model/trace.ts';
import { describeError } from './error-record.ts';

type Call = { name: string; isSettled: boolean };

/** What a run's actors wait for, and what the harness waits for in their place. */
export class RunCalls {
  readonly #record: (entry: TraceEntry) => void;
  readonly #calls: Call[] = [];
  /** Calls that never settled, with the phase that waited for them. */
  readonly pending: Trace['pending'] = [];
  #openCount = 0;

  readonly #onError: (error: unknown) => void;

  /** `onError` is told of what each call that failed failed with. */
  constructor(record: (entry: TraceEntry) => void, onError: (error: unknown) => void) {
    this.#record = record;
    this.#onError = onError;
  }

  /** How many have not settled. */
  get openCount(): number {
    return this.#openCount;
  }

  /** Starts a call and records how it settles. */
  start<T>(actor: string, name: string, job: () => T | Promise<T>): Promise<T> {
    const call: Call = { name, isSettled: false };
    this.#calls.push(call);
    this.#openCount++;
    this.#record({ kind: 'call', call: name, actor });
    const settle = (ok: boolean, result: unknown): void => {
      call.isSettled = true;
      if (!ok) this.#onError(result);
      this.#openCount--;
      const details = ok
        ? typeof result === 'string' && { value: result }
        : { error: describeError(result, true) };
      this.#record({ kind: 'settled', call: name, ok, ...details });
    };
    let promise: Promise<T>;
    try {
      promise = Promise.resolve(job());
    } catch (error) {
      promise = Promise.reject(error);
    }
    promise.then(
      (value) => settle(true, value),
      (error: unknown) => settle(false, error),
    );
    return promise;
  }

  /** True when no call of that name is open; also when there was none. */
  isSettled(name: string): boolean {
    return this.#calls.every((call) => call.name !== name || call.isSettled);
  }

  /** True when a call of that name was made. */
  hasStarted(name: string): boolean {
    return this.#calls.some((call) => call.name === name);
  }

  /** Puts down who is open at the end of a phase, once each. */
  notePending(phase: PhaseName): void {
    for (const { name, isSettled } of this.#calls)
      if (!isSettled && !this.pending.some((entry) => entry.call === name))
        this.pending.push({ call: name, phase });
  }

  /** Gives the names of the calls so far that are open whenever it is asked; it holds on to nothing else. */
  watchOpen(): () => string[] {
    return listOpen.bind(undefined, [...this.#calls]);
  }

  forget(): void {
    this.#calls.length = 0;
  }
}

function listOpen(calls: readonly Call[]): string[] {
  return calls.filter(({ isSettled }) => !isSettled).map(({ name }) => name);
}
