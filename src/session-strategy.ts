// Turns "who owns the session and who may end it" into a session for one call and two moments at which it may end.
// Invariant: strategies differ in ownership and in nothing else; none of them reads, waits or looks at data.

import type { SessionTask } from './session-task.ts';
import { Session } from './session.ts';

/** One call on a session. */
export interface SessionCall {
  readonly session: Session;
  /** Others may end the session meanwhile: the call asks for safe bytes. Default: false. */
  readonly isSafe?: boolean;
  /** The call made a task; a retry makes another. */
  didCreateTask(task: SessionTask): void;
  /** The consumer left before the end. Called synchronously, while the reading loop may be anywhere. */
  consumerLeft(): void;
  /** The scope that began the call was left, however: nobody reads any more. Called once. */
  scopeLeft(): void;
}

/** Who owns the session of a call. */
export interface SessionStrategy {
  readonly name: 'shared' | 'per-call' | 'safe-bytes';
  begin(): SessionCall;
}

/**
 * Before 13 April: everybody uses one session, nobody ends it, and a consumer that leaves cancels its task directly, also
 * while the reading loop has been resumed and not run yet.
 */
export function sharedStrategy(session: Session = Session.shared): SessionStrategy {
  return {
    name: 'shared',
    begin() {
      let latestTask: SessionTask | undefined;
      return {
        session,
        didCreateTask(task) {
          latestTask = task;
        },
        consumerLeft: () => latestTask?.cancel('the consumer that left the stream'),
        scopeLeft() {},
      };
    },
  };
}

/**
 * #27250: the call makes its session, and the same scope invalidates it when it is left. Nobody else can reach it, and
 * by then nobody reads.
 */
export function perCallStrategy(makeSession: () => Session = () => new Session()): SessionStrategy {
  return {
    name: 'per-call',
    begin() {
      const session = makeSession();
      return {
        session,
        didCreateTask() {},
        consumerLeft() {},
        scopeLeft: () => session.invalidateAndCancel(),
      };
    },
  };
}

/**
 * Planned as LUM-1001, and made unnecessary by #27250: an ordinary session that callers share and anybody may end, read
 * through bytes that survive it. A call ends with it, in a SessionEndedError; the consumer's own signal ends only the call.
 *
 * @param currentSession asked for each call, so that one made after a session was lost goes to the owner's next
 */
export function safeBytesStrategy(currentSession: () => Session): SessionStrategy {
  return {
    name: 'safe-bytes',
    begin: () => ({
      session: currentSession(),
      isSafe: true,
      didCreateTask() {},
      consumerLeft() {},
      scopeLeft() {},
    }),
  };
}
