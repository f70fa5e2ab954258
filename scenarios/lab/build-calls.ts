// A client and a program → what runs: the instance, an actor for each call, what may happen to them, a probe and the end. Nothing
// of how programs are drawn, answered or judged is in here, so that a finding can be told without it.
import type { Action, Actor, ActorContext, ScenarioDefinition } from '../../harness/index.ts';
import { CallBook, type CallContext } from './call-book.ts';
import type { BatteryProgram, CallProgram } from './call-program.ts';
import { makeSignal } from './signals.ts';
import { streamActions } from './stream-actions.ts';
import { ASKS } from './timeout-invariant.ts';

/** What a call has to work with: the instance that all calls share, and what is known of them. */
type Shared<S> = { origin: string; client: S; book: CallBook };

/** A client, as its battery needs to know it: a call's program `C`, that of the instance `I`, and the instance `S`. */
export type LabClient<C extends CallProgram, I extends object, S> = {
  /** Takes from a call what cannot be asked of this client. */
  sane?: (call: C, instance: I) => C;
  make: (origin: string, instance: I) => S;
  /** Makes the call; settles when it is over, and rejects when there is no success to read. */
  call: (program: C, shared: Shared<S>, context: CallContext) => Promise<void>;
  /** What else may happen to the calls. */
  actions?: (calls: Readonly<Record<string, C>>) => Record<string, Action<Shared<S>>>;
  dispose?: (client: S) => unknown;
  /** Notes what a call has left behind. */
  tell?: (client: S, note: (text: string) => void) => void;
  /** The ms from which on the client may give a call up by itself; undefined where it was not told to. */
  patienceMs?: (call: C, instance: I) => number | undefined;
  /** It stands on Node's fetch, and leaves to that what becomes of connections that nobody waits for. */
  isOnFetch?: (instance: I) => boolean;
};

/** Virtual ms after which a call that was to follow another does not wait for it any longer. */
const PATIENCE_MS = 400_000;

/** Virtual ms within which a connection that was being made has come to something, whatever the gateway does. */
const CONNECTING_MS = 40_000;

/** Virtual ms within which connections that were given up are gone. */
const CLOSING_MS = 100;

/** What runs of a scenario. */
type Running = 'subject' | 'actors' | 'actions' | 'probe' | 'dispose';

/** What the program makes of the client. */
export function buildCalls<C extends CallProgram, I extends object, S>(
  client: LabClient<C, I, S>,
  program: BatteryProgram<C, I>,
): Pick<ScenarioDefinition<Shared<S>>, Running> {
  const { calls, instance } = readProgram(client, program);
  const names = Object.keys(calls);
  // Node's fetch goes on making a connection that nobody wants any more, and makes another when it is closed just after. That is
  // told of it, not of all who stand on it: they wait, or have a network that is quick.
  const leaveMs = client.isOnFetch?.(instance) !== true ? 0 : program.isBrief ? CLOSING_MS : CONNECTING_MS;
  return {
    subject: ({ origin }) => ({ origin, client: client.make(origin, instance), book: new CallBook(names) }),
    actors: Object.fromEntries(names.map((name) => [name, actorOf(client, calls[name]!, instance)])),
    actions: { ...streamActions<Shared<S>>(calls), ...client.actions?.(calls) },
    probe: async (context) => {
      if (!context.subject.book.isOver)
        await askPatiently(client, {} as C, instance, context, context.signal);
    },
    dispose: async ({ client: made, book }) => {
      // Who leaves a body unread for good has to give it up before he can be done.
      for (const name of names) if (calls[name]!.read?.how === 'never') book.endAnswer(name);
      if (leaveMs > 0) await new Promise((resolve) => setTimeout(resolve, leaveMs));
      await client.dispose?.(made);
    },
  };
}

/** The calls and the instance of a program; of one without calls, the plainest. */
export function readProgram<C extends CallProgram, I extends object, S>(
  client: Pick<LabClient<C, I, S>, 'sane' | 'isOnFetch'>,
  { instance = {} as I, calls: given }: BatteryProgram<C, I>,
): { calls: Record<string, C>; instance: I } {
  const isEmpty = given === undefined || Object.keys(given).length === 0;
  return { calls: sane(client, isEmpty ? { a: {} as C } : given, instance), instance };
}

function actorOf<C extends CallProgram, I extends object, S>(
  client: LabClient<C, I, S>,
  program: C,
  instance: I,
): Actor<Shared<S>> {
  return async (context) => {
    const { subject, actor, signal } = context;
    const { after, afterMs } = program;
    try {
      // Its predecessor may wait for ever where nothing bounds it.
      if (after !== undefined) await subject.book.waitFor(after, signal, PATIENCE_MS);
      if (afterMs !== undefined) await subject.book.pause(actor, afterMs, signal);
      const made = makeSignal(program.signal, context);
      try {
        await askPatiently(client, program, instance, context, made.signal);
      } finally {
        made.release();
      }
    } finally {
      subject.book.settled(actor);
    }
  };
}

/** Makes a call. Who was told to wait so long may have given up, and be right, whatever came at the same moment. */
async function askPatiently<C extends CallProgram, I extends object, S>(
  client: LabClient<C, I, S>,
  program: C,
  instance: I,
  context: ActorContext<Shared<S>>,
  signal: AbortSignal,
): Promise<void> {
  const { subject, actor, note, act } = context;
  const patienceMs = client.patienceMs?.(program, instance) ?? Infinity;
  const sinceMs = Date.now();
  try {
    note(ASKS);
    await client.call(program, subject, { ...context, signal });
  } catch (error) {
    if (Date.now() - sinceMs >= patienceMs) act('its time is up', [actor], () => {});
    throw error;
  } finally {
    client.tell?.(subject.client, note);
  }
}

/**
 * What waits for itself, or for a call that nobody makes, waits for nothing. A body that can be read only once cannot be sent to
 * where it is redirected; and redirects are followed by Node's fetch, not by who stands on it.
 */
function sane<C extends CallProgram, I extends object, S>(
  client: Pick<LabClient<C, I, S>, 'sane' | 'isOnFetch'>,
  calls: Record<string, C>,
  instance: I,
): Record<string, C> {
  const entries = Object.entries(calls).map(([name, program]) => {
    const { after, answer, ...rest } = program;
    const { redirects: _redirects, ...direct } = answer ?? {};
    const { upload } = program;
    const isOnce = upload !== undefined && !['string', 'buffer'].includes(upload.kind ?? 'string');
    const isDirect = isOnce || client.isOnFetch?.(instance) === true;
    const isPossible = after !== undefined && after in calls && after < name;
    const kept = {
      ...rest,
      ...(isPossible && { after }),
      ...(answer && { answer: isDirect ? direct : answer }),
    } as C;
    return [name, client.sane?.(kept, instance) ?? kept] as const;
  });
  return Object.fromEntries(entries);
}
