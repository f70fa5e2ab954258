// The process-wide dispatchers of every undici that a client loaded (the package in any version, the one inside Node) and
// the agents of node:http → as good as new for each case, so that nothing pooled by one case reaches another. The harness
// loads no undici of its own, and hides the one inside Node (which an import of node:http brings along) until the client has
// been loaded: whose dispatcher is the process's is decided by what the client imports.
import http from 'node:http';
import https from 'node:https';
import { watchDispatchers } from './close-sites.ts';

type Dispatcher = { close(): Promise<void>; destroy(): Promise<void> };
type DispatcherClass = new (inner?: Dispatcher) => Dispatcher;

/** Where undici keeps them: one symbol for each version of their interface. */
const isDispatcherKey = (key: symbol): boolean =>
  /^undici\.globalDispatcher\.\d+$/.test(Symbol.keyFor(key) ?? '');

/** undici 8's adapter of its own dispatcher to the interface of older ones. */
const ADAPTER = 'Dispatcher1Wrapper';

const agents = { http: http.globalAgent, https: https.globalAgent };
let areAgentsKnown = false;
/** What stood there when it was first seen: made again for each case. */
const standing = new Map<symbol, unknown>();

/** What the harness's own imports brought along. */
const hidden = new Map<symbol, unknown>();

/** Takes away what stands there before the client is loaded: an undici that it imports then puts itself there. */
export function hideDispatchers(): void {
  const slots = globalThis as unknown as Record<symbol, unknown>;
  for (const key of Object.getOwnPropertySymbols(globalThis).filter(isDispatcherKey)) {
    hidden.set(key, slots[key]);
    slots[key] = undefined;
  }
}

/** The process-wide dispatchers of one case. */
export class GlobalDispatchers {
  readonly #made: Dispatcher[] = [];
  readonly #known: ReadonlySet<symbol>;

  /** Replaces dispatchers and resets agents. One that the client configured itself stays: what it was made with is unknown. */
  constructor() {
    const slots = globalThis as unknown as Record<symbol, unknown>;
    const keys = Object.getOwnPropertySymbols(globalThis).filter(isDispatcherKey);
    this.#known = new Set(keys);
    for (const key of keys) if (!standing.has(key)) standing.set(key, slots[key] ?? hidden.get(key));
    // The newest first: adapters lead to it.
    for (const key of keys.toSorted((left, right) => (String(left) < String(right) ? 1 : -1))) {
      const value = standing.get(key) as object | undefined;
      const Class = value?.constructor as DispatcherClass | undefined;
      const isAdapter = Class?.name === ADAPTER && this.#made[0] !== undefined;
      if (isAdapter) slots[key] = new Class(this.#made[0]);
      else if (Class?.name === 'Agent') {
        watchDispatchers(Class);
        const dispatcher = new Class();
        slots[key] = dispatcher;
        this.#made.push(dispatcher);
      } else slots[key] = value;
    }
    resetAgents();
  }

  /** Closes them, and one that was first made while the case ran. */
  close(): Promise<unknown> {
    const [first, ...others] = this.#list();
    return others.length === 0
      ? Promise.resolve(first?.close())
      : Promise.all([first!, ...others].map((one) => one.close()));
  }

  /** Closes what the agents of node:http keep. */
  destroyAgents(): void {
    agents.http.destroy();
    agents.https.destroy();
  }

  /** Destroys the dispatchers. */
  destroy(): void {
    for (const dispatcher of this.#list()) void dispatcher.destroy();
  }

  #list(): Dispatcher[] {
    const slots = globalThis as unknown as Record<symbol, Dispatcher>;
    const late = Object.getOwnPropertySymbols(globalThis)
      .filter((key) => isDispatcherKey(key) && !this.#known.has(key))
      .map((key) => slots[key]!)
      .filter(({ constructor }) => constructor.name === 'Agent');
    return [...this.#made, ...late];
  }
}

/** The same objects, whoever captured them, with empty pools. */
function resetAgents(): void {
  if (!areAgentsKnown) Object.assign(agents, { http: http.globalAgent, https: https.globalAgent });
  areAgentsKnown = true;
  http.globalAgent = agents.http;
  https.globalAgent = agents.https;
  for (const agent of [agents.http, agents.https])
    Object.assign(agent, {
      sockets: Object.create(null),
      freeSockets: Object.create(null),
      requests: Object.create(null),
      totalSocketCount: 0,
    });
}
