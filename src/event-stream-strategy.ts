// Turns "who owns the session of the event stream, and who may end it" into a call for each task of the client.
// Invariant: generations differ in ownership and in nothing else; none of them reads, waits or looks at data.
//
// Each generation below is one historical change, in the order in which they came. Three of them own a session as BTW
// does, one call at a time; the two in the middle exist for the event stream only.

import type { SessionCall, SessionStrategy } from './session-strategy.ts';
import { Session } from './session.ts';

/** The hold that a generation has on one task of the client, from the call that made it to its end. */
export interface EventStreamTaskHold {
  /** The task begins, on a later turn than it was made; this is its first line. undefined: the task leaves at once. */
  begin(signal: AbortSignal): SessionCall | undefined;
  /**
   * A stop, a teardown, a reconnect or a rotation ends the task, wherever it is, also before it began or after it was
   * left. Called synchronously and once, before the task is cancelled.
   */
  endedFromOutside(): void;
}

/** Who owns the session of the event stream. A strategy belongs to one client: it may be what holds its session. */
export interface EventStreamStrategy {
  readonly name: SessionStrategy['name'] | 'owned-by-client' | 'guarded';
  /** The client made a task. */
  taskMade(): EventStreamTaskHold;
}

/**
 * `shared` (before 13 April), `per-call` (#27292) and `safe-bytes`: the task begins a call of the strategy, and the one
 * scope in which it does is also the one that leaves it. A task that was cancelled before makes no call. With `shared`,
 * ending the task from outside cancels its request.
 */
export function callPerTask(strategy: SessionStrategy): EventStreamStrategy {
  return {
    name: strategy.name,
    taskMade() {
      let call: SessionCall | undefined;
      return {
        begin: (signal) => (call = signal.aborted ? undefined : strategy.begin()),
        endedFromOutside: () => call?.consumerLeft(),
      };
    },
  };
}

/**
 * #25396, 13 April 20:19: one session per connection in a property of the client. Whoever makes or ends a task
 * invalidates what is there. The task begins later, on the session that it was made with.
 */
export function ownedByClientStrategy(makeSession: () => Session = () => new Session()): EventStreamStrategy {
  const property = new SessionProperty(makeSession);
  return {
    name: 'owned-by-client',
    taskMade() {
      const session = property.replace();
      return {
        begin: () => callOn(session),
        endedFromOutside: () => property.invalidate(),
      };
    },
  };
}

/** #25426, 13 April 21:57: the same, plus a check at the top of the task. */
export function guardedStrategy(makeSession: () => Session = () => new Session()): EventStreamStrategy {
  const property = new SessionProperty(makeSession);
  return {
    name: 'guarded',
    taskMade() {
      const session = property.replace();
      return {
        begin: (signal) => (!signal.aborted && property.session === session ? callOn(session) : undefined),
        endedFromOutside: () => property.invalidate(),
      };
    },
  };
}

/** A session in a property, with everybody who can reach the property as its owner. */
class SessionProperty {
  readonly #makeSession: () => Session;
  session: Session | undefined;

  constructor(makeSession: () => Session) {
    this.#makeSession = makeSession;
  }

  replace(): Session {
    this.invalidate();
    this.session = this.#makeSession();
    return this.session;
  }

  invalidate(): void {
    this.session?.invalidateAndCancel();
    this.session = undefined;
  }
}

/** A call that does not own its session. */
function callOn(session: Session): SessionCall {
  return { session, didCreateTask() {}, consumerLeft() {}, scopeLeft() {} };
}
