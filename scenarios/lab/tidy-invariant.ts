// What a client leaves on a connection that its agent keeps for the next request → a message when that grows with every request.
// Listeners on a kept connection are heap that nothing frees, and Node warns of them (MaxListenersExceededWarning) once there are
// eleven for one event; programs have fewer calls than that.
import type { EventEmitter } from 'node:events';
import type { Trace } from '../../harness/index.ts';

/** What an actor notes when a connection has kept more and more. */
const GROWS = 'its connection keeps more listeners after every request: ';

/** Requests in a row that have to leave more: what comes once, with the first use or the second, is nobody's leak. */
const TIMES = 3;

/** What is known of the connections of one agent. */
export class KeptSockets {
  readonly #counts = new WeakMap<EventEmitter, Map<string, number[]>>();
  #grown: string | undefined;

  /** A request is over, and its connection is kept. */
  add(socket: EventEmitter): void {
    const counts = this.#counts.get(socket) ?? new Map<string, number[]>();
    this.#counts.set(socket, counts);
    for (const event of socket.eventNames()) {
      const name = String(event);
      const seen = [...(counts.get(name) ?? []), socket.listenerCount(event)].slice(-TIMES);
      counts.set(name, seen);
      const isGrowing = seen.every((count, nth) => nth === 0 || count > seen[nth - 1]!);
      if (seen.length === TIMES && isGrowing) this.#grown ??= `${name}, ${seen.join(', ')}`;
    }
  }

  /** Tells an actor's notes, once, of what has grown. */
  tell(note: (text: string) => void): void {
    if (this.#grown !== undefined) note(`${GROWS}${this.#grown}`);
  }
}

/** A message when a connection was left with more and more. */
export function checkConnections({ events }: Trace): string | undefined {
  for (const event of events)
    if (event.kind === 'note' && event.text.startsWith(GROWS)) return `${event.actor}: ${event.text}`;
  return undefined;
}
