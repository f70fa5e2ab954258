// What every module of a process shares (undici's global dispatchers, the agents of node:http and node:https) → as good as new
// for each case: nothing that one case pooled reaches another.
import type http from 'node:http';
import type https from 'node:https';
import { createRequire } from 'node:module';
import { replaceGlobalDispatchers, type GlobalDispatchers } from './global-dispatchers.ts';
import { loadRedirected } from './redirect-imports.ts';

/** Required, not imported: they load TLS, and an import does so before the world is in place. */
const require = createRequire(import.meta.url);
const plainHttp = require('node:http') as typeof http;
const secureHttp = require('node:https') as typeof https;

/** What one case has of it. */
export type Globals = { dispatchers: GlobalDispatchers; agents: readonly http.Agent[] };

/** Those of the process: the same objects in every case, for a module may have kept them. */
const AGENTS: readonly http.Agent[] = [plainHttp.globalAgent, secureHttp.globalAgent];

/** Puts them in place for a case that begins. */
export function replaceGlobals(): Globals {
  const dispatchers = replaceGlobalDispatchers(loadRedirected('undici'));
  [plainHttp.globalAgent, secureHttp.globalAgent] = AGENTS as [http.Agent, https.Agent];
  for (const agent of AGENTS) {
    setKeepAlive(agent, true);
    const empty = { sockets: {}, freeSockets: {}, requests: {} };
    for (const pool of Object.values(empty)) Object.setPrototypeOf(pool, null);
    Object.assign(agent, empty, { totalSocketCount: 0 });
  }
  return { dispatchers, agents: AGENTS };
}

/** The case ends: whoever repeats what this breaks off gets a connection, but none that stays. */
export function endAgents({ agents }: Globals): void {
  for (const agent of agents) {
    setKeepAlive(agent, false);
    agent.destroy();
  }
}

/** What no type tells of. */
function setKeepAlive(agent: http.Agent, keepAlive: boolean): void {
  (agent as unknown as { keepAlive: boolean }).keepAlive = keepAlive;
}
