// The battery for undici: programs over its public surface. What must hold is computed from what the gateway put on the wire;
// no part of it was written for one bug.
import fc from 'fast-check';
import { defineScenario, type Action, type Actor, type ScenarioDefinition } from '../../../harness/index.ts';
import { PROBE_ROUTE, routeOf } from '../answers.ts';
import { CallBook } from '../call-book.ts';
import { parts } from '../draw.ts';
import { streamActions } from '../stream-actions.ts';
import { checkAttempts, checkUploads } from '../upload-invariants.ts';
import { callPrograms, makeCall, type CallProgram, type Shared } from './calls.ts';
import { dispatcherPrograms, isNarrow, makeDispatcher, type DispatcherProgram } from './dispatchers.ts';

/** What undici is to do: calls by name on one dispatcher. Default: one plain call on an Agent. */
type UndiciProgram = { dispatcher?: DispatcherProgram; calls?: Record<string, CallProgram> };

const NAMES = ['a', 'b', 'c'] as const;

const programs = parts<UndiciProgram>({
  dispatcher: [85, dispatcherPrograms],
  calls: [
    100,
    fc
      .tuple(callPrograms, fc.option(callPrograms, { freq: 2 }), fc.option(callPrograms, { freq: 2 }))
      .map((drawn) => {
        const named = NAMES.map((name, nth) => [name, drawn[nth]] as const);
        return Object.fromEntries(named.filter(([, call]) => call !== null));
      }),
  ],
});

function callsOf({ dispatcher = {}, calls }: UndiciProgram): Record<string, CallProgram> {
  return sane(calls === undefined || Object.keys(calls).length === 0 ? { a: {} } : calls, dispatcher);
}

function build(whole: UndiciProgram): Partial<ScenarioDefinition<Shared>> {
  const { dispatcher: options = {} } = whole;
  const calls = callsOf(whole);
  const names = Object.keys(calls);
  const actors: Record<string, Actor<Shared>> = {};
  for (const [name, program] of Object.entries(calls))
    actors[name] = async (context) => {
      const { subject, signal } = context;
      try {
        if (program.after !== undefined) await subject.book.waitFor(program.after, signal);
        if (program.afterMs !== undefined) await subject.book.pause(name, program.afterMs, signal);
        await makeCall(program, subject, context);
      } finally {
        subject.book.settled(name);
      }
    };
  return {
    subject: ({ origin }) => ({
      origin,
      dispatcher: makeDispatcher(origin, options),
      book: new CallBook(names),
    }),
    actors,
    actions: actionsOn(calls, options),
    probe: async (context) => {
      if (!context.subject.book.isOver) await makeCall({ read: { how: 'text' } }, context.subject, context);
    },
    dispose: async ({ dispatcher, book }) => {
      // Who leaves a body unread for good has to give it up before he can close.
      for (const name of names) if (calls[name]!.read?.how === 'never') book.endAnswer(name);
      if (book.open().length === 0 && !book.isOver) await dispatcher?.close();
      else await dispatcher?.destroy();
    },
  };
}

/** What waits for itself, or for a call that nobody makes, waits for nothing; and an answer that nobody reads must not be in the way. */
function sane(calls: Record<string, CallProgram>, options: DispatcherProgram): Record<string, CallProgram> {
  const entries = Object.entries(calls).map(([name, program]) => {
    const { after, read, upload, answer: { gzip, ...answer } = {}, ...rest } = program;
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
        answer: { ...answer, ...(gzip && decodes && { gzip }) },
        ...(read && { read: isInTheWay ? { ...read, how: 'late' as const } : read }),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

const WRITABLE_KINDS: ReadonlySet<unknown> = new Set([undefined, 'string', 'buffer', 'stream', 'generator']);

/** What callers do to what they share, at any moment. */
function actionsOn(
  calls: Record<string, CallProgram>,
  { kind, interceptors = [] }: DispatcherProgram,
): Record<string, Action<Shared>> {
  const actions: Record<string, Action<Shared>> = {};
  const mayRetry = kind === 'retry-agent' || interceptors.length > 0;
  if (kind !== 'global') {
    actions['close'] = {
      // A call whose request is out is let finish; one that would have to be made again is not.
      cancels: ({ subject: { book } }) => (mayRetry ? book.open() : book.withoutHead()),
      prompt: false,
      run: ({ subject: { dispatcher, book } }) => {
        book.isOver = true;
        void dispatcher?.close().catch(() => {});
      },
    };
    actions['destroy'] = {
      cancels: ({ subject: { book } }) => book.open(),
      run: ({ subject: { dispatcher, book } }) => {
        book.isOver = true;
        for (const name of book.open()) book.wake(name);
        void dispatcher?.destroy().catch(() => {});
      },
    };
  }
  return { ...actions, ...streamActions<Shared>(calls) };
}

export default defineScenario<Shared>({
  name: 'lab/undici',
  description:
    "Programs over undici's surface: any dispatcher, any call, any answer, read and given up in any way.",
  faults: 'all',
  programs: {
    draw: programs,
    build,
    serve: (program) => ({
      gateway: [
        ...Object.entries(callsOf(program)).map(([name, { answer }]) => routeOf(name, answer)),
        PROBE_ROUTE,
      ],
    }),
    judge: (program) => ({
      'sent-body-intact': (trace) => checkUploads(trace, callsOf(program)),
      'sent-once': (trace) => checkAttempts(trace, callsOf(program)),
    }),
  },
});
