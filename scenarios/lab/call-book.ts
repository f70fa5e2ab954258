// What a program's calls have come to, as the harness's own actions need to know it: who has its head, which bodies there
// are to be destroyed, who is pausing. One for every run.
import type { ActorContext } from '../../harness/index.ts';

/** Something that can be ended from outside: a stream of either kind. */
type Endable = {
  destroy?: (error?: Error) => unknown;
  on?: (event: 'error', listener: () => void) => unknown;
  cancel?: () => Promise<unknown>;
  /** A web stream that somebody reads can be cancelled by its reader alone. */
  locked?: boolean;
};

/** The part of an actor's context that calls use. */
export type CallContext = Pick<ActorContext, 'actor' | 'origin' | 'signal' | 'deliver' | 'note' | 'act'>;

export class CallBook {
  readonly #names: readonly string[];
  readonly #withHead = new Set<string>();
  readonly #settled = new Set<string>();
  readonly #answers = new Map<string, Endable>();
  readonly #uploads = new Map<string, Endable>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #pauses = new Map<string, () => void>();
  readonly #endless = new Map<string, () => void>();
  /** Someone has ended what all calls share. */
  isOver = false;

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** The head of its answer is there, and a body to be read from. */
  gotHead(name: string, body: unknown): void {
    this.#withHead.add(name);
    if (body !== null) this.#answers.set(name, body as Endable);
  }

  /** A request body that can be ended from outside. */
  gaveUpload(name: string, body: unknown): void {
    this.#uploads.set(name, body as Endable);
  }

  /** The call begins anew whatever happens to it, until its caller leaves: at once where what all share has ended before. */
  goesOn(name: string, leave: () => void): void {
    if (this.isOver) return leave();
    this.#answers.set(name, { destroy: leave });
    this.#endless.set(name, leave);
  }

  /** Leaves the calls that would begin anew for ever, without what all share. */
  leaveEndless(): void {
    for (const leave of this.#endless.values()) leave();
  }

  settled(name: string): void {
    this.#settled.add(name);
    for (const end of this.#waiting.get(name) ?? []) end();
  }

  /** Calls that are not over. */
  open(): string[] {
    return this.#names.filter((name) => !this.#settled.has(name));
  }

  /** Calls whose head has not come: whoever closes now may turn them away. */
  withoutHead(): string[] {
    return this.open().filter((name) => !this.#withHead.has(name));
  }

  /** The answer's body, as long as it can be ended from outside. */
  answerOf(name: string): Endable | undefined {
    const answer = this.#answers.get(name);
    return answer?.locked === true ? undefined : answer;
  }

  uploadOf(name: string): Endable | undefined {
    return this.#uploads.get(name);
  }

  /** Lets `ms` virtual milliseconds pass, or as many as there are until the call is cancelled. */
  pause(name: string, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#pauses.delete(name);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
      this.#pauses.set(name, end);
    });
  }

  /** Ends the pause of a call that was given up by other means than its signal. */
  wake(name: string): void {
    this.#pauses.get(name)?.();
  }

  /** Ends the answer's body, if that can be done from outside. */
  endAnswer(name: string): void {
    const answer = this.answerOf(name);
    if (answer !== undefined) endStream(answer);
  }

  /** Resolves when that call is over, `signal` aborts, or `limitMs` virtual milliseconds are (by default there is no limit). */
  waitFor(name: string, signal: AbortSignal, limitMs?: number): Promise<void> {
    if (signal.aborted || this.#settled.has(name)) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = limitMs === undefined ? undefined : setTimeout(end, limitMs);
      signal.addEventListener('abort', end);
      const waiting = this.#waiting.get(name) ?? [];
      this.#waiting.set(name, [...waiting, end]);
    });
  }
}

/** Breaks a stream that has not ended, as its source would. */
export function breakStream(stream: Endable): void {
  // Who gave it away may listen as well.
  stream.on?.('error', () => {});
  stream.destroy?.(new Error('its source broke'));
}

/** Ends a stream of either kind. */
export function endStream(stream: Endable): void {
  if (typeof stream.destroy === 'function') {
    // Who destroys a body that is not read has to listen for the error that says so.
    stream.on?.('error', () => {});
    stream.destroy();
  } else void stream.cancel?.().catch(() => {});
}
