// What a client can be asked for → its battery: programs of up to three calls on one instance, each with an answer of its own,
// read and given up in any way. What must hold is computed from what the gateway put on the wire, whoever the client is.
import fc from 'fast-check';
import {
  COMMON_FAULTS,
  defineScenario,
  type Action,
  type Actor,
  type ActorContext,
  type Route,
  type Scenario,
  type ScenarioDefinition,
} from '../../harness/index.ts';
import { PROBE_ROUTE, routeOf, type AnswerProgram } from './answers.ts';
import { CallBook, type CallContext } from './call-book.ts';
import { oneOf, parts, type Part } from './draw.ts';
import type { ReadProgram } from './readers.ts';
import { makeSignal, signalPrograms, type SignalProgram } from './signals.ts';
import { streamActions } from './stream-actions.ts';
import { ASKS, checkTimeouts } from './timeout-invariant.ts';
import { checkAttempts, checkUploads } from './upload-invariants.ts';
import type { UploadProgram } from './uploads.ts';

/** What calls of all clients have in common: `afterMs`, or when call `after` is over; times in ms. */
export type CallProgram = {
  afterMs?: number;
  after?: string;
  upload?: UploadProgram;
  answer?: AnswerProgram;
  read?: ReadProgram;
  signal?: SignalProgram;
};

/** What a call has to work with: the instance that all calls share, and what is known of them. */
type Shared<S> = { origin: string; client: S; book: CallBook };

/** A client, as its battery needs to know it: a call's program `C`, that of the instance `I`, and the instance `S`. */
export type LabClient<C extends CallProgram, I extends object, S> = {
  name: string;
  description: string;
  /** What is drawn of each call besides `CALL_PARTS`, and of the instance. */
  calls: Readonly<Record<string, Part>>;
  instance?: Readonly<Record<string, Part>>;
  /** Takes from a call what cannot be asked of this client. */
  sane?: (call: C, instance: I) => C;
  make: (origin: string, instance: I) => S;
  /** Makes the call; settles when it is over, and rejects when there is no success to read. */
  call: (program: C, shared: Shared<S>, context: CallContext) => Promise<void>;
  /** What else may happen to the calls. */
  actions?: (calls: Readonly<Record<string, C>>) => Record<string, Action<Shared<S>>>;
  dispose?: (client: S) => unknown;
  /** Default: one route for each call. */
  routes?: (calls: Readonly<Record<string, C>>) => Route[];
  /** The ms after which a call is over by the client's own word, whatever the gateway does; undefined where it gives none. */
  limitMs?: (call: C, instance: I) => number | undefined;
  /** The ms from which on the client may give a call up by itself; undefined where it was not told to. */
  patienceMs?: (call: C, instance: I) => number | undefined;
  /** Whether requests are those of the program, and no more than once where they must not be. Default: that is judged. */
  isJudgedByRequests?: boolean;
  /** It stands on Node's fetch, and leaves to that what becomes of connections that nobody waits for. */
  isOnFetch?: (instance: I) => boolean;
};

type BatteryProgram<C, I> = { instance?: I; calls?: Record<string, C>; isBrief?: true };

const NAMES = ['a', 'b', 'c'] as const;

/** What is drawn of every call of every client. */
const CALL_PARTS: Readonly<Record<string, Part>> = {
  afterMs: [30, oneOf(1, 20, 60, 700, 5_000)],
  after: [40, oneOf('a', 'b')],
  signal: [20, signalPrograms],
};

/** Virtual ms after which a call that was to follow another does not wait for it any longer. */
const PATIENCE_MS = 400_000;

/** Virtual ms within which a connection that was being made has come to something, whatever the gateway does. */
const CONNECTING_MS = 40_000;

/** Virtual ms within which connections that were given up are gone. */
const CLOSING_MS = 100;

/** Declares the battery of a client. */
export function defineBattery<C extends CallProgram, I extends object, S>(
  client: LabClient<C, I, S>,
): Scenario {
  const call = parts<C>({ ...CALL_PARTS, ...client.calls });
  const calls = fc.tuple(call, fc.option(call), fc.option(call)).map((drawn) => {
    const named = NAMES.map((name, nth) => [name, drawn[nth]] as const);
    return Object.fromEntries(named.filter(([, program]) => program !== null));
  });
  const draw = parts<BatteryProgram<C, I>>({
    instance: [client.instance === undefined ? 0 : 85, parts(client.instance ?? {})],
    calls: [100, calls],
    isBrief: [40, oneOf(true)],
  });
  return defineScenario<Shared<S>>({
    name: client.name,
    description: client.description,
    // Not every client gives up what a gateway has stopped serving.
    cancelsAtEnd: true,
    programs: {
      draw: draw as fc.Arbitrary<never>,
      build: (program) => build(client, program as BatteryProgram<C, I>),
    },
  });
}

function build<C extends CallProgram, I extends object, S>(
  client: LabClient<C, I, S>,
  { instance = {} as I, calls: given, isBrief }: BatteryProgram<C, I>,
): Partial<ScenarioDefinition<Shared<S>>> {
  const isEmpty = given === undefined || Object.keys(given).length === 0;
  const calls = sane(client, isEmpty ? { a: {} as C } : given, instance);
  const names = Object.keys(calls);
  const { isJudgedByRequests = true, limitMs, isOnFetch } = client;
  // Node's fetch goes on making a connection that nobody wants any more, and makes another when it is closed just after. That is
  // told of it, not of all who stand on it: they wait, or have a network that is quick.
  const leaveMs = isOnFetch?.(instance) !== true ? undefined : isBrief ? CLOSING_MS : CONNECTING_MS;
  const limits = Object.fromEntries(names.map((name) => [name, limitMs?.(calls[name]!, instance)] as const));
  return {
    gateway: client.routes?.(calls) ?? [
      ...names.map((name) => routeOf(name, calls[name]!.answer)),
      PROBE_ROUTE,
    ],
    subject: ({ origin }) => ({ origin, client: client.make(origin, instance), book: new CallBook(names) }),
    actors: Object.fromEntries(names.map((name) => [name, actorOf(client, calls[name]!, instance)])),
    actions: { ...streamActions<Shared<S>>(calls), ...client.actions?.(calls) },
    ...(leaveMs === CLOSING_MS && { faults: QUICK_CONNECTS }),
    probe: async (context) => {
      if (!context.subject.book.isOver)
        await askPatiently(client, {} as C, instance, context, context.signal);
    },
    dispose: async ({ client: made, book }) => {
      // Who leaves a body unread for good has to give it up before he can be done.
      for (const name of names) if (calls[name]!.read?.how === 'never') book.endAnswer(name);
      if (leaveMs !== undefined) await new Promise((resolve) => setTimeout(resolve, leaveMs));
      await client.dispose?.(made);
    },
    invariants: {
      ...(isJudgedByRequests && {
        'sent-body-intact': (trace) => checkUploads(trace, calls),
        'sent-once': (trace) => checkAttempts(trace, calls),
      }),
      'settles-in-time': (trace) => checkTimeouts(trace, limits),
    },
  };
}

/** The common faults but a connect that takes its time. */
const QUICK_CONNECTS = COMMON_FAULTS.filter((kind) => kind !== 'slow-connect');

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
  }
}

/**
 * What waits for itself, or for a call that nobody makes, waits for nothing. A redirected body is not the call's any more;
 * and redirects are followed by Node's fetch, not by who stands on it.
 */
function sane<C extends CallProgram, I extends object, S>(
  client: LabClient<C, I, S>,
  calls: Record<string, C>,
  instance: I,
): Record<string, C> {
  const entries = Object.entries(calls).map(([name, program]) => {
    const { after, answer, ...rest } = program;
    const { redirects: _redirects, ...direct } = answer ?? {};
    const isDirect = program.upload !== undefined || client.isOnFetch?.(instance) === true;
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
