// Turns what went wrong on a session into errors with a stable `code`. Invariant: whatever a caller of a session can
// see is one of these classes; errors of undici are reached through `cause`.

/** A place in the program: what was done there, and the stack that did it. */
export interface Place {
  readonly label: string;
  readonly stack: string;
}

/** Remembers the caller's place under a label. Its stack is put into words when somebody reads it: few are ever read. */
export function rememberPlace(label: string): Place {
  const holder = { stack: '' };
  Error.captureStackTrace(holder, rememberPlace);
  return {
    label,
    get stack() {
      return holder.stack.split('\n').slice(1).join('\n');
    },
  };
}

/**
 * Released task state was touched: a use after free, printed with both places as AddressSanitizer does.
 * It is thrown out of an executor's job, so that it reaches the process as an uncaught exception; the Swift process
 * crashed there (EXC_BAD_ACCESS inside CheckedContinuation.resume), and no caller could have caught it.
 */
export class ReleasedStateError extends Error {
  override readonly name = 'ReleasedStateError';
  readonly code = 'ERR_RELEASED_STATE';
  readonly released: Place;
  readonly touched: Place;

  constructor(released: Place, touched: Place) {
    super(
      `task state was touched after it was released; whoever ends a task must know that its consumer has left\n` +
        `  touched by ${touched.label}\n${touched.stack}\n  released by ${released.label}\n${released.stack}`,
    );
    this.released = released;
    this.touched = touched;
  }
}

/**
 * A task was made on a session that is over. Foundation raises NSGenericException here, which Swift cannot catch:
 * treat it as a defect of the program, never as a reason to reconnect.
 */
export class SessionInvalidatedError extends Error {
  override readonly name = 'SessionInvalidatedError';
  readonly code = 'ERR_SESSION_INVALIDATED';
  readonly invalidated: Place;
  readonly made: Place;

  constructor(sessionName: string, invalidated: Place, made: Place) {
    super(
      `a task was made on session "${sessionName}" after it was invalidated; make it before, or on a new session\n` +
        `  made by ${made.label}\n${made.stack}\n  invalidated by ${invalidated.label}\n${invalidated.stack}`,
    );
    this.invalidated = invalidated;
    this.made = made;
  }
}

/** The task was cancelled, from outside or through its consumer's signal. The way a cancelled call ends. */
export class TaskCancelledError extends Error {
  override readonly name = 'TaskCancelledError';
  readonly code = 'ERR_TASK_CANCELLED';
  /** Who cancelled it. */
  readonly cancelledBy: string;

  constructor(what: string, cancelledBy: string) {
    super(`${what} was cancelled by ${cancelledBy}`);
    this.cancelledBy = cancelledBy;
  }
}

/**
 * The session of a call with safe bytes was invalidated, before the call began or while it was under way: an ordinary end.
 * The call may be made again on a session that is open.
 */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';
  readonly code = 'ERR_SESSION_ENDED';
  /** Who ended the session. */
  readonly endedBy: string;

  constructor(what: string, endedBy: string) {
    super(`${what}: its session was ended by ${endedBy}; make the call again on a session that is open`);
    this.endedBy = endedBy;
  }
}

/** No byte of the response came for `timeoutMs` milliseconds. */
export class RequestTimeoutError extends Error {
  override readonly name = 'RequestTimeoutError';
  readonly code = 'ERR_REQUEST_TIMEOUT';
  readonly timeoutMs: number | undefined;

  constructor(what: string, timeoutMs: number | undefined, cause: unknown) {
    super(`${what}: no byte came for ${timeoutMs ?? 'unknown'} ms`, { cause });
    this.timeoutMs = timeoutMs;
  }
}

/** The request could not be sent, or its response broke off. `cause` is undici's error, whose code says how. */
export class RequestFailedError extends Error {
  override readonly name = 'RequestFailedError';
  readonly code = 'ERR_REQUEST_FAILED';

  constructor(what: string, cause: unknown) {
    super(`${what} failed: ${describeCause(cause)}`, { cause });
  }
}

/** One consumer reads a task: it asked for the next bytes while it was still waiting for the last. */
export class ConcurrentReadError extends Error {
  override readonly name = 'ConcurrentReadError';
  readonly code = 'ERR_CONCURRENT_READ';

  constructor(what: string) {
    super(`${what} is being read already; await the pending next() before calling it again`);
  }
}

/**
 * Turns an error of undici into one of ours.
 *
 * @param what the request, for the message, such as `GET http://host/path`
 * @param timeoutMs the idle timeout that was in force, undefined for none
 */
export function toSessionError(what: string, timeoutMs: number | undefined, cause: unknown): Error {
  const code = codeOf(cause);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new RequestTimeoutError(what, timeoutMs, cause);
  }
  return new RequestFailedError(what, cause);
}

/** The `code` of an error, or undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = codeOf(cause);
  return code === undefined ? cause.message : `${cause.message} (${code})`;
}
