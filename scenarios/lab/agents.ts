// A program → an agent of node:http, for the clients that stand on it.
import { Agent } from 'node:http';
import type { Arbitrary } from 'fast-check';
import { oneOf, parts } from './draw.ts';

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

/** Makes the agent; undefined, for the process's own, where the program has none. */
export function makeAgent(program: AgentProgram | undefined): Agent | undefined {
  return program && new Agent({ keepAlive: true, ...program });
}
