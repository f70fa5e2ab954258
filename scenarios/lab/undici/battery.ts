// The battery for undici: programs over its public surface. What must hold is computed from what the gateway put on the wire;
// no part of it was written for one bug.
import fc from 'fast-check';
import {
  defineScenario,
  type Action,
  type Actor,
  type Route,
  type ScenarioDefinition,
} from '../../../harness/index.ts';
import { fitAnswer, PROBE_ROUTE, routeOf } from '../answers.ts';
import { breakStream, CallBook, type CallContext } from '../call-book.ts';
import { oneOf, parts, seldom } from '../draw.ts';
import { sourceRouteOf } from '../event-sources.ts';
import { streamActions } from '../stream-actions.ts';
import { checkAttempts, checkUploads } from '../upload-invariants.ts';
import { checkAssertions } from './assertion-invariant.ts';
import { callPrograms, methodOf, type CallProgram } from './call-programs.ts';
import { makeCall, type Shared } from './calls.ts';
import {
  asksAgain,
  closeBy,
  destroyBy,
  dispatcherPrograms,
  inEffect,
  isNarrow,
  makeDispatcher,
  mayAskAgain,
  type DispatcherProgram,
} from './dispatchers.ts';
import { checkHookOrder } from './hook-order.ts';
import { dumps, joins } from './interceptors.ts';
import { ofRelease } from './listening.ts';
import { checkMocks, underMock } from './mocks.ts';
import { occasionPrograms, withOccasions, type Occasions } from './occasions.ts';
import { checkHeaders } from './own-headers.ts';
import { checkParts } from './parts-invariant.ts';
import { checkPatience } from './patience-invariant.ts';
import { behindProxy } from './proxies.ts';
import { checkReasons } from './reason-invariant.ts';
import { checkRefusals } from './refusals.ts';
import { checkRetries } from './retry-invariant.ts';
import { checkStatuses } from './status-invariant.ts';
import { checkWaits } from './wait-invariant.ts';

/** What undici is to do: calls by name on one dispatcher; `isShared`: all ask for the same thing. Default: one plain call on an Agent. */
type UndiciProgram = {
  dispatcher?: DispatcherProgram;
  calls?: Record<string, CallProgram>;
  isShared?: true;
};

const NAMES = ['a', 'b', 'c'] as const;

const programs = parts<UndiciProgram & { occasions?: Occasions }>({
  dispatcher: [100, seldom(25, dispatcherPrograms, fc.constant(undefined))],
  occasions: [100, seldom(40, occasionPrograms, fc.constant(undefined))],
  isShared: [60, oneOf(true)],
  calls: [
    100,
    fc
      .tuple(callPrograms, fc.option(callPrograms, { freq: 2 }), fc.option(callPrograms, { freq: 2 }))
      .map((drawn) => {
        const named = NAMES.map((name, nth) => [name, drawn[nth]] as const);
        return Object.fromEntries(named.filter(([, call]) => call !== null));
      }),
  ],
}).map(({ isShared: isAsked, calls = {}, occasions, dispatcher }) => ({
  ...(dispatcher && { dispatcher }),
  calls: Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [name, fitCall(call, dispatcher, occasions)]),
  ),
  // To all others it is the same what is asked for.
  ...(isAsked && joins(dispatcher?.interceptors) && { isShared: isAsked }),
}));

/** The call with the occasions that its client is set up for, and without what it would not ask for, or could not read. */
function fitCall(drawn: CallProgram, dispatcher: DispatcherProgram = {}, occasions?: Occasions): CallProgram {
  const { answer, ...call } = occasions === undefined ? drawn : withOccasions(drawn, occasions, dispatcher);
  const { kind, interceptors: names = [] } = dispatcher;
  const isFetch = call.via === 'fetch';
  const client = {
    decodes: isFetch || names.includes('decompress'),
    follows: isFetch || call.follows !== undefined || names.includes('redirect'),
    asksAgain: asksAgain(dispatcher),
    keeps: names.includes('cache'),
    // A MockAgent may not admit another host.
    travels: kind !== 'mock-agent',
  };
  const fit = answer && fitAnswer(answer, client);
  return { ...call, ...(fit && Object.keys(fit).length > 0 && { answer: fit }) };
}

function dispatcherOf({ dispatcher }: UndiciProgram): DispatcherProgram {
  return inEffect(dispatcher);
}

/** The calls of a program, worked out once: most of what is asked of a run asks for them. */
function callsOf(whole: UndiciProgram): Record<string, CallProgram> {
  const known = CALLS.get(whole);
  if (known !== undefined) return known;
  const { calls = {} } = whole;
  const made = sane(Object.keys(calls).length === 0 ? { a: {} } : calls, dispatcherOf(whole));
  CALLS.set(whole, made);
  return made;
}

const CALLS = new WeakMap<UndiciProgram, Record<string, CallProgram>>();

function build(whole: UndiciProgram): Partial<ScenarioDefinition<Shared>> {
  const options = dispatcherOf(whole);
  const calls = callsOf(whole);
  const names = Object.keys(calls);
  const { kind, mocks = {} } = options;
  const methodOfCall = (name: string): string => methodOf(calls[name] ?? {});
  const actors: Record<string, Actor<Shared>> = {};
  for (const [name, program] of Object.entries(calls))
    actors[name] = async (context) => {
      const { subject, signal } = context;
      try {
        if (program.after !== undefined) await subject.book.waitFor(program.after, signal);
        if (program.afterMs !== undefined) await subject.book.pause(name, program.afterMs, signal);
        const make = (own: CallContext): Promise<void> => makeCall(program, subject, own);
        const mock = mocks[name];
        if (mock === undefined) await make(context);
        else await underMock(name, mock, mayAskAgain(options), context, make);
      } catch (error) {
        // Who is given less than it asked for need not ask for the rest of that.
        if (program.answer?.isStingy) context.act('makes do with less', [name], () => {});
        throw error;
      } finally {
        subject.book.settled(name);
      }
    };
  return {
    subject: ({ origin }) => ({
      origin,
      dispatcher: makeDispatcher(origin, options, methodOfCall),
      book: new CallBook(names),
      endings: [],
      isDumped: dumps(options.interceptors),
      ...(isShared(whole) && {
        pathOf: (actor: string) => `/answers/${names.includes(actor) ? names[0]! : actor}`,
      }),
    }),
    actors,
    actions: actionsOn(calls, options),
    probe: async (context) => {
      if (!context.subject.book.isOver) await makeCall({ read: { how: 'text' } }, context.subject, context);
    },
    dispose: async ({ dispatcher, book, endings }) => {
      // Who leaves a body unread for good has to give it up before he can close.
      for (const name of names) if (calls[name]!.read?.how === 'never') book.endAnswer(name);
      const isClosed = book.open().length === 0 && !book.isOver;
      // A MockAgent can only be closed.
      if (isClosed || kind === 'mock-agent') await dispatcher?.close();
      else await dispatcher?.destroy();
      // Who has asked for that before waits as well; a close may take as long as it likes.
      await Promise.all(endings);
    },
  };
}

/** Whether all calls ask for what the first is answered: not where some have their own mocks, or listen to events. */
function isShared(whole: UndiciProgram): boolean {
  const { isShared: isAsked } = whole;
  const { mocks } = dispatcherOf(whole);
  const isPlain = Object.values(callsOf(whole)).every(({ via }) => via !== 'event-source');
  return isAsked === true && mocks === undefined && isPlain;
}

/** The routes of the calls. What is shared is nobody's by name, and as everybody can read it. */
function routesOf(whole: UndiciProgram): Route[] {
  const calls = Object.entries(callsOf(whole));
  if (!isShared(whole)) return calls.map(([name, call]) => routeOfCall(name, call));
  return calls.slice(0, 1).map(([name, { answer: { gzip: _gzip, encoding: _coding, ...answer } = {} }]) => ({
    ...routeOf(name, answer),
    call: () => '',
  }));
}

/** What waits for itself, or for a call that nobody makes, waits for nothing; and an answer that nobody reads must not be in the way. */
function sane(calls: Record<string, CallProgram>, options: DispatcherProgram): Record<string, CallProgram> {
  const entries = Object.entries(calls).map(([name, given]) => {
    const program = ofRelease(options.mocks?.[name] === undefined ? given : mockable(given));
    const { after, read, upload, leaves, answer: { gzip, encoding, ...answer } = {}, ...rest } = program;
    // What fetch takes is an AbortSignal, and a dispatch none.
    const { emits, ...leaving } = leaves ?? {};
    // Who does not decode cannot say what he was given.
    const decodes = program.via === 'fetch' || options.interceptors?.includes('decompress') === true;
    // What goes into a duplex are bytes.
    const isWritable = program.via !== 'pipeline' || WRITABLE_KINDS.has(upload?.kind);
    const isPossible = after !== undefined && after in calls && after < name;
    const isInTheWay = read?.how === 'never' && isNarrow(options);
    return [
      name,
      {
        ...rest,
        ...(isPossible && { after }),
        ...(upload && isWritable && { upload }),
        ...(leaves && { leaves: { ...leaving, ...(emits && hasEmitters(program) && { emits }) } }),
        answer: {
          ...answer,
          ...(gzip && decodes && { gzip }),
          ...(encoding && decodes && { encoding }),
        },
        ...(read && { read: isInTheWay ? { ...read, how: 'late' as const } : read }),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

function hasEmitters({ via }: CallProgram): boolean {
  return via !== 'fetch' && via !== 'dispatch';
}

/** A call that a mock can answer: a mock has a body for every method, and no events. */
function mockable({
  via,
  method: _method,
  listen: _events,
  nonsense: _none,
  ...call
}: CallProgram): CallProgram {
  return { ...call, ...(via && via !== 'event-source' && via !== 'dispatch' && { via }) };
}

function routeOfCall(name: string, { via, answer, listen: { retryMs } = {} }: CallProgram): Route {
  if (via !== 'event-source') return routeOf(name, answer);
  return sourceRouteOf(name, { ...(answer && { answer }), ...(retryMs !== undefined && { retryMs }) });
}

const WRITABLE_KINDS: ReadonlySet<unknown> = new Set([undefined, 'string', 'buffer', 'stream', 'generator']);

/** What callers do to what they share, at any moment. */
function actionsOn(
  calls: Record<string, CallProgram>,
  options: DispatcherProgram,
): Record<string, Action<Shared>> {
  const actions: Record<string, Action<Shared>> = {};
  const { kind } = options;
  const mayRetry = mayAskAgain(options);
  if (kind !== 'global')
    actions['close'] = {
      // A call whose request is out is let finish; one that would have to be made again is not.
      cancels: ({ subject: { book } }) => (mayRetry ? book.open() : book.withoutHead()),
      prompt: false,
      run: ({ subject: { dispatcher, book } }) => {
        book.isOver = true;
        book.leaveEndless();
        void closeBy(dispatcher, options);
      },
    };
  if (kind !== 'global' && kind !== 'mock-agent')
    actions['destroy'] = {
      cancels: ({ subject: { book } }) => book.open(),
      run: ({ subject: { dispatcher, book, endings } }) => {
        book.isOver = true;
        book.leaveEndless();
        for (const name of book.open()) book.wake(name);
        endings.push(destroyBy(dispatcher, options));
      },
    };
  for (const [name, { upload, via }] of Object.entries(calls))
    // What goes into a duplex, its caller writes himself.
    if (upload?.kind === 'stream' && via !== 'pipeline')
      actions[`break upload of ${name}`] = {
        applies: ({ subject: { book } }) => book.uploadOf(name) !== undefined,
        cancels: [name],
        prompt: false,
        run: ({ subject: { book } }) => breakStream(book.uploadOf(name)!),
      };
  return { ...actions, ...streamActions<Shared>(calls) };
}

export default defineScenario<Shared>({
  name: 'lab/undici',
  description:
    "Programs over undici's surface: any dispatcher, any call, any answer, read and given up in any way.",
  faults: 'all',
  programs: {
    // The longest run that ends by itself takes 1,500 steps; who asks again for ever takes all that there are.
    stepLimit: 4_000,
    draw: programs,
    build,
    serve: (program) => {
      const { proxy = {} } = dispatcherOf(program);
      return { gateway: [...behindProxy(routesOf(program), proxy), PROBE_ROUTE] };
    },
    judge: (program) => ({
      'sent-body-intact': (trace) => checkUploads(trace, callsOf(program)),
      'sent-once': (trace) => checkAttempts(trace, callsOf(program)),
      'sent-headers-intact': (trace) => checkHeaders(trace, callsOf(program)),
      'as-mocked': checkMocks,
      'status-told': (trace) => checkStatuses(trace, callsOf(program), dispatcherOf(program)),
      'retried-as-asked': (trace) => checkRetries(trace, callsOf(program), dispatcherOf(program)),
      'waits-as-told': (trace) => checkWaits(trace, callsOf(program), dispatcherOf(program)),
      'whole-in-parts': (trace) => checkParts(trace, callsOf(program), dispatcherOf(program)),
      'patience-ends': (trace) => checkPatience(trace, callsOf(program), dispatcherOf(program)),
      'reason-told': (trace) => checkReasons(trace, callsOf(program), dispatcherOf(program)),
      'refuses-nonsense': (trace) => checkRefusals(trace, callsOf(program)),
      'hooks-in-order': checkHookOrder,
      'asserts-nothing': checkAssertions,
    }),
  },
});
