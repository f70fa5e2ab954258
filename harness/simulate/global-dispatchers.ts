// The dispatchers that undici keeps on the global object → fresh ones for each case, of the same release. Several undicis
// share a process: the one inside Node, the package, its other releases, and ours. All of them look for an agent under the
// same two symbols and put one there only when they find none, so the first to be loaded serves the others. Here that is
// the first that a scenario's modules import; where they import none, Node's own.
import { DISPATCHER_SLOTS, firstAgents } from './node-undici.ts';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { watchClosingsOf } from './close-sites.ts';
import { ownUndici } from './own-undici.ts';

/** What a global dispatcher can do, of whatever release. */
type Closable = { close(): Promise<unknown>; destroy(): Promise<unknown> };
type AgentClass = new (inner?: unknown) => Closable;
/** The part of a release that makes its global dispatcher. */
type Undici = {
  Agent: AgentClass;
  Dispatcher: abstract new () => object;
  setGlobalDispatcher(agent: unknown): void;
  getGlobalDispatcher(): unknown;
};

/** The global dispatchers of one case. */
export type GlobalDispatchers = { close(): Promise<unknown>; destroy(): void };

const require = createRequire(import.meta.url);
const slots = globalThis as unknown as Record<symbol, Closable | undefined>;

/** URLs of every undici that a scenario's modules have asked for. */
const seen = new Set<string>();

/** By slot: the class to make agents of. */
const classes = new Map<symbol, AgentClass>();

// Where nobody watches what is imported, the clients under test are taken to be on our release.
ownUndici?.setGlobalDispatcher(new ownUndici.Agent());

/**
 * Empties the symbols for whoever loads an undici next. The function returned is told the URL of each undici that is
 * resolved; our own, which is loaded already, steps in where its loading would.
 */
export function watchOwnUndici(): (url: string) => void {
  for (const slot of DISPATCHER_SLOTS) {
    slots[slot] = undefined;
    const first = firstAgents.get(slot)?.constructor as AgentClass | undefined;
    if (first !== undefined && first !== ownUndici?.Agent && !isWrapper(first)) classes.set(slot, first);
  }
  const own = pathToFileURL(require.resolve('undici')).href;
  return (url) => {
    seen.add(url);
    if (url !== own || ownUndici === undefined) return;
    const { Agent, getGlobalDispatcher, setGlobalDispatcher } = ownUndici;
    if ((getGlobalDispatcher() as unknown) === undefined) setGlobalDispatcher(new Agent());
  };
}

/**
 * Puts new agents there. `underTest` is the release that the run was asked for: it has the symbols that it looks at, whoever
 * was loaded before it.
 */
export function replaceGlobalDispatchers(underTest: unknown): GlobalDispatchers {
  const agents = new Set<Closable>();
  let newest: Closable | undefined;
  for (const slot of DISPATCHER_SLOTS) {
    const Class = classOf(slot);
    if (Class === undefined) continue;
    if (newest?.constructor !== Class) newest = new Class(newest);
    slots[slot] = newest;
    if (isWrapper(Class)) continue;
    agents.add(newest);
    watchClosingsOf(Class);
  }
  if (isUndici(underTest)) {
    const agent = new underTest.Agent();
    underTest.setGlobalDispatcher(agent);
    if (underTest.getGlobalDispatcher() !== agent)
      throw new Error('the global dispatcher is not of the undici under test');
    agents.add(agent);
    watchClosingsOf(underTest.Agent);
  }
  const empty = DISPATCHER_SLOTS.filter((slot) => slots[slot] === undefined);
  const listAll = (): Closable[] => {
    // An undici that was loaded in the middle of this case has put its own there.
    for (const slot of empty) if (slots[slot]?.constructor.name === 'Agent') agents.add(slots[slot]);
    return [...agents];
  };
  return {
    close: () => Promise.all(listAll().map((agent) => agent.close())),
    destroy: () => listAll().forEach((agent) => void agent.destroy().catch(() => {})),
  };
}

/** The class to make the next agent of; undefined where no undici that is loaded has looked yet. */
function classOf(slot: symbol): AgentClass | undefined {
  const current = slots[slot];
  if (current !== undefined) {
    const Class = current.constructor as AgentClass;
    // What else is there was set by the client: a plain agent of the same release takes its place.
    if (Class.name === 'Agent' || isWrapper(Class)) classes.set(slot, Class);
    else {
      const releases = [...seen].map((url) => require(fileURLToPath(url)) as unknown).filter(isUndici);
      const release = releases.find(({ Dispatcher }) => current instanceof Dispatcher);
      if (release !== undefined) classes.set(slot, release.Agent);
    }
  }
  return classes.get(slot);
}

function isWrapper({ name }: AgentClass): boolean {
  return name === 'Dispatcher1Wrapper';
}

function isUndici(module: unknown): module is Undici {
  const {
    Agent: agent,
    Dispatcher,
    setGlobalDispatcher: set,
    getGlobalDispatcher: get,
  } = (module ?? {}) as Undici;
  return [agent, Dispatcher, set, get].every((member) => typeof member === 'function');
}
