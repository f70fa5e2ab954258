// Turns stored tokens into authorization headers, and many rejections of one token into a single refresh.
// Invariants: one refresh is under way at a time: success stores, a terminal error clears, a transient error leaves
// everything as it was. What is stored changes one change at a time, each made of what it finds.

import type { Executor } from './executor.ts';

/** What a store keeps. */
export interface Tokens {
  readonly token: string;
  readonly refreshToken?: string | undefined;
}

/** Where tokens are kept. Asynchronous, as a keychain is. */
export interface TokenStore {
  read(): Promise<Tokens | undefined>;
  write(tokens: Tokens): Promise<void>;
  clear(): Promise<void>;
}

/** What a refresh came to. */
export type RefreshOutcome =
  | { readonly kind: 'success'; readonly token: string; readonly refreshToken?: string | undefined }
  | { readonly kind: 'terminal'; readonly error: Error }
  | { readonly kind: 'transient'; readonly error: Error };

/** Gets a new token. Gets what is stored, undefined for nothing. A rejection counts as a transient error. */
export type Refresh = (tokens: Tokens | undefined) => Promise<RefreshOutcome>;

/** How credentials are made. */
export interface CredentialsOptions {
  readonly store: TokenStore;
  readonly refresh: Refresh;
  /** A managed connection has its tokens renewed by the platform: a 401 on it is final. Default: false, a bearer. */
  readonly isManaged?: boolean;
}

/** A store in memory. */
export class MemoryTokenStore implements TokenStore {
  #tokens: Tokens | undefined;
  readonly #executor: Executor;

  /**
   * @param executor where requests are carried out, one job each, as those of a keychain are, which lives in another
   * process. Default: at once, inside the call.
   */
  constructor(tokens?: Tokens, executor: Executor = (job) => job()) {
    this.#tokens = tokens;
    this.#executor = executor;
  }

  read(): Promise<Tokens | undefined> {
    return this.#perform(() => this.#tokens);
  }

  write(tokens: Tokens): Promise<void> {
    return this.#perform(() => void (this.#tokens = tokens));
  }

  clear(): Promise<void> {
    return this.#perform(() => void (this.#tokens = undefined));
  }

  #perform<T>(request: () => T): Promise<T> {
    return new Promise((resolve) => this.#executor(() => resolve(request())));
  }
}

/** The credentials of one connection, and the coordinator of their refreshes. */
export class Credentials {
  readonly isManaged: boolean;
  readonly #store: TokenStore;
  readonly #refresh: Refresh;
  readonly #observers = new Set<(error: Error) => void>();
  #refreshing: Promise<RefreshOutcome> | undefined;
  #lastChange: Promise<void> = Promise.resolve();
  #signedOut: RefreshOutcome | undefined;

  constructor(options: CredentialsOptions) {
    this.#store = options.store;
    this.#refresh = options.refresh;
    this.isManaged = options.isManaged ?? false;
  }

  /** The value of an `authorization` header, `Bearer <token>`; undefined when nothing is stored. */
  async authorization(): Promise<string | undefined> {
    return toAuthorization(await this.#read());
  }

  /** Stores a token that came by another way than a refresh, such as a rotation. Keeps the refresh token. */
  rotate(token: string): Promise<void> {
    return this.#change((stored) => ({ token, refreshToken: stored?.refreshToken }));
  }

  /** Has `observer` told, on a turn of its own, of every terminal error. Returns the way to stop that. */
  observeTerminalErrors(observer: (error: Error) => void): () => void {
    this.#observers.add(observer);
    return () => void this.#observers.delete(observer);
  }

  /**
   * Gets a token fresher than the one that was rejected. Callers share the refresh that is under way. A caller whose
   * token was replaced, or cleared by a terminal error, since it was sent has its outcome already, and costs no request.
   * Rejects where the store does.
   *
   * @param rejected the authorization header that a 401 answered
   */
  refreshAfter(rejected: string | undefined): Promise<RefreshOutcome> {
    this.#refreshing ??= this.#refreshOnce(rejected).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refreshOnce(rejected: string | undefined): Promise<RefreshOutcome> {
    const tokens = await this.#read();
    if (tokens !== undefined && toAuthorization(tokens) !== rejected) return { kind: 'success', ...tokens };
    if (tokens === undefined && rejected !== undefined && this.#signedOut) return this.#signedOut;
    const outcome = await this.#ask(tokens);
    if (outcome.kind === 'success') {
      const { token, refreshToken } = outcome;
      await this.#change((stored) => ({ token, refreshToken: refreshToken ?? stored?.refreshToken }));
    }
    return outcome.kind === 'terminal' ? this.#signOut(tokens, outcome) : outcome;
  }

  // What was refused is cleared. A token that came by another way during the refresh is not what was refused: it stays,
  // its callers get it, and there is nothing to tell.
  async #signOut(refused: Tokens | undefined, outcome: RefreshOutcome & { kind: 'terminal' }) {
    let kept: Tokens | undefined;
    await this.#change((stored) => (kept = stored?.token === refused?.token ? undefined : stored));
    if (kept !== undefined) return { kind: 'success', ...kept } as const;
    this.#signedOut = outcome;
    // Each observer on its own: one that throws reaches the process, not the other observers or the caller.
    for (const observer of this.#observers) queueMicrotask(() => observer(outcome.error));
    return outcome;
  }

  // What was about to be stored when this was called counts: whoever asks next must not be given the token before it.
  #read(): Promise<Tokens | undefined> {
    return this.#lastChange.then(() => this.#store.read());
  }

  // A store takes its time: a rotation that is written between another change's reading and writing would be lost.
  #change(change: (stored: Tokens | undefined) => Tokens | undefined): Promise<void> {
    const changed = this.#lastChange.then(async () => {
      const stored = await this.#store.read();
      const tokens = change(stored);
      if (tokens === stored) return;
      await (tokens === undefined ? this.#store.clear() : this.#store.write(tokens));
    });
    this.#lastChange = changed.catch(() => {});
    return changed;
  }

  async #ask(tokens: Tokens | undefined): Promise<RefreshOutcome> {
    try {
      return await this.#refresh(tokens);
    } catch (error) {
      return { kind: 'transient', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }
}

function toAuthorization(tokens: Tokens | undefined): string | undefined {
  return tokens === undefined ? undefined : `Bearer ${tokens.token}`;
}
