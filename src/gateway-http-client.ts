// Turns calls on the gateway into requests on a session, with the credentials of one connection.
// Invariants: a 401 is repeated at most once, with a fresh token, on the session it came from, and after its body was
// read; everything else is returned as it came. Nothing here ends a session.

import type { ResponseBytes } from './async-bytes.ts';
import type { Credentials } from './credentials.ts';
import { drain } from './drain.ts';
import { DEFAULT_TIMEOUT_MS } from './limits.ts';
import type { SessionRequest, SessionTask } from './session-task.ts';
import { Session } from './session.ts';
import type { ResponseHead } from './task-state.ts';
import { untilCancelled } from './until-cancelled.ts';

/** How a client is made. */
export interface GatewayHttpClientOptions {
  /** Such as `https://host`; requests go below `/v1/`. */
  readonly baseUrl: string;
  /** Stands for `{assistantId}` in paths. */
  readonly assistantId: string;
  readonly credentials: Credentials;
  /** For calls that name none. Default: Session.shared. */
  readonly session?: Session;
}

/** One call. */
export interface StreamOptions {
  /** Idle timeout in milliseconds: each byte renews it. null: none. Default: 30 s. */
  readonly timeoutMs?: number | null;
  readonly session?: Session;
  /** The session is one that others may end: send with Session.safeBytes. Default: false, Session.bytes. */
  readonly isSafe?: boolean | undefined;
  /** The consumer's cancellation. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each task of the call, before it starts. A retry is a task of its own. Safe bytes have none. */
  readonly didCreateTask?: ((task: SessionTask) => void) | undefined;
}

/** What came back: the head, and a body still to be read or cancelled. */
export interface GatewayResponse {
  readonly response: ResponseHead;
  readonly bytes: ResponseBytes;
}

/** The credentials could not be refreshed after a 401. `cause` is what the refresh met. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
  readonly code = 'ERR_AUTHENTICATION';
  /** terminal: the credentials are gone, sign in again. transient: the next call may succeed. */
  readonly kind: 'terminal' | 'transient';

  constructor(kind: 'terminal' | 'transient', cause: Error) {
    const advice = kind === 'terminal' ? 'sign in again' : 'try again later';
    super(`the token was rejected and could not be refreshed (${kind}): ${cause.message}; ${advice}`, {
      cause,
    });
    this.kind = kind;
  }
}

/**
 * The gateway over HTTP. Every method asks for `text/event-stream`, returns the response's head with its bytes, whatever
 * the status, and rejects as Session.bytes or Session.safeBytes does; a session that is over rejects with
 * SessionInvalidatedError from the one, and with SessionEndedError from the other.
 */
export class GatewayHttpClient {
  readonly #options: GatewayHttpClientOptions;

  constructor(options: GatewayHttpClientOptions) {
    this.#options = options;
  }

  /** GETs a path below `/v1/`. */
  async stream(path: string, options: StreamOptions = {}): Promise<GatewayResponse> {
    return this.#send({ method: 'GET', path, authorization: await this.#authorization() }, options);
  }

  /** POSTs a JSON body to a path below `/v1/`. */
  async streamPost(path: string, body: unknown, options: StreamOptions = {}): Promise<GatewayResponse> {
    return this.#send({ method: 'POST', path, body, authorization: await this.#authorization() }, options);
  }

  /**
   * streamPost, but a 401 on a bearer connection is answered by a refresh and one repetition on the same session. A
   * managed connection gets its 401, and so does a caller whose repetition was rejected as well. Rejects with
   * AuthenticationError when the refresh fails.
   */
  async streamPostWithRetry(
    path: string,
    body: unknown,
    options: StreamOptions = {},
  ): Promise<GatewayResponse> {
    const { credentials } = this.#options;
    const rejected = await this.#authorization();
    const first = await this.#send({ method: 'POST', path, body, authorization: rejected }, options);
    if (first.response.status !== 401 || credentials.isManaged) return first;

    await drain(first.bytes); // An unread body would keep its connection busy for good.
    const refresh = credentials.refreshAfter(rejected);
    const outcome = await untilCancelled(refresh, options.signal, 'waiting for a fresh token');
    if (outcome.kind !== 'success') throw new AuthenticationError(outcome.kind, outcome.error);
    return this.#send({ method: 'POST', path, body, authorization: `Bearer ${outcome.token}` }, options);
  }

  #authorization(): Promise<string | undefined> {
    return this.#options.credentials.authorization();
  }

  #send(call: Call, options: StreamOptions): Promise<GatewayResponse> {
    const session = options.session ?? this.#options.session ?? Session.shared;
    const request = this.#toRequest(call, options);
    return options.isSafe === true ? session.safeBytes(request) : session.bytes(request);
  }

  #toRequest({ method, path, body, authorization }: Call, options: StreamOptions): SessionRequest {
    const { baseUrl, assistantId } = this.#options;
    const filledIn = path.replaceAll('{assistantId}', encodeURIComponent(assistantId));
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (authorization !== undefined) headers['authorization'] = authorization;
    return {
      url: `${baseUrl.replace(/\/+$/, '')}/v1/${filledIn.replace(/^\/+/, '')}`,
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      timeoutMs: options.timeoutMs === undefined ? DEFAULT_TIMEOUT_MS : (options.timeoutMs ?? undefined),
      signal: options.signal,
      didCreateTask: options.didCreateTask,
    };
  }
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly authorization: string | undefined;
}
