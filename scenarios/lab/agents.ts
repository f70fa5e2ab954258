// A program → an agent of node:http, for the clients that stand on it.
import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Arbitrary } from 'fast-check';
import { oneOf, parts } from './draw.ts';
import { KeptSockets } from './tidy-invariant.ts';

/** An agent: whether it keeps connections (it does), how many idle ones, and how soon it gives up an idle one (ms). */
export type AgentProgram = {
  keepAlive?: false;
  maxFreeSockets?: number;
  keepAliveMsecs?: number;
  scheduling?: 'fifo';
};

export const agentPrograms: Arbitrary<AgentProgram> = parts<AgentProgram>({
  keepAlive: [40, oneOf(false)],
  maxFreeSockets: [30, oneOf(1)],
  keepAliveMsecs: [20, oneOf(10, 5_000)],
  scheduling: [30, oneOf('fifo')],
});

/** An agent that looks at what requests leave on the connections that it keeps. */
export class WatchingAgent extends Agent {
  readonly #kept = new KeptSockets();

  /** By its answer, which its type does not tell, the agent keeps the connection or does not. */
  override keepSocketAlive(socket: Duplex): unknown {
    this.#kept.add(socket);
    return super.keepSocketAlive(socket);
  }

  /** Tells an actor's notes of what has grown. */
  tell(note: (text: string) => void): void {
    this.#kept.tell(note);
  }
}

/** Makes the agent; undefined, for the process's own, where the program has none. */
export function makeAgent(program: AgentProgram | undefined): WatchingAgent | undefined {
  return program && new WatchingAgent({ keepAlive: true, ...program });
}
