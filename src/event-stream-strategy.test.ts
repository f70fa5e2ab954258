// The generations against the interleavings that ended them, one at a time; and what takes each finding away again.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import {
  callPerTask,
  guardedStrategy,
  ownedByClientStrategy,
  type EventStreamStrategy,
} from './event-stream-strategy.ts';
import { GatewayHttpClient, type GatewayResponse, type StreamOptions } from './gateway-http-client.ts';
import { ReleasedStateError, SessionInvalidatedError } from './session-errors.ts';
import { perCallStrategy, safeBytesStrategy, sharedStrategy } from './session-strategy.ts';
import { Session } from './session.ts';
import { settleMicrotasks } from './tests/manual-executor.ts';
import {
  accept,
  connect,
  openEventStream,
  runUntil,
  type OpenedEventStream,
} from './tests/open-event-stream.ts';

type StrategyOf = (makeSession: () => Session) => EventStreamStrategy;

const STRATEGIES = {
  shared: (makeSession) => callPerTask(sharedStrategy(makeSession())),
  'owned-by-client': ownedByClientStrategy,
  guarded: guardedStrategy,
  'per-call': (makeSession) => callPerTask(perCallStrategy(makeSession)),
  'safe-bytes': (makeSession) => {
    const session = makeSession();
    return callPerTask(safeBytesStrategy(() => session));
  },
} satisfies Record<string, StrategyOf>;

type Name = keyof typeof STRATEGIES;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Runs all that is due and returns what the process would have seen as uncaught exceptions. */
async function collectUncaught({ executor }: OpenedEventStream): Promise<unknown[]> {
  const uncaught: unknown[] = [];
  await settleMicrotasks();
  while (executor.jobs.length > 0) {
    try {
      executor.runNext();
    } catch (error) {
      uncaught.push(error);
    }
    await settleMicrotasks();
  }
  return uncaught;
}

/** Ways in which the app comes to a task that was made and has not begun. */
const makings = {
  'the app starts the stream': async ({ client }: OpenedEventStream) => {
    await settleMicrotasks();
    client.start();
  },
  'a disconnect is followed by a reconnect': async (opened: OpenedEventStream) => {
    (await connect(opened)).fail(new Error('reset'));
    await opened.settle();
    vi.advanceTimersByTime(1_000);
  },
  'a token is rotated': async (opened: OpenedEventStream) => {
    (await connect(opened)).data('data: {"type":"token_rotated","newToken":"new"}\n\n');
    while (opened.observer.tokenRotated.mock.calls.length === 0) {
      opened.executor.runNext();
      await settleMicrotasks();
    }
    opened.executor.runNext(); // the restart
  },
};

/** What the app may do to a task. */
const endings = {
  stops: ({ client }: OpenedEventStream) => client.stop(),
  'stops and starts': ({ client }: OpenedEventStream) => {
    client.stop();
    client.start();
  },
  'tears down': ({ client }: OpenedEventStream) => client.teardown(),
};

const places = Object.entries(makings).flatMap(([how, make]) =>
  Object.entries(endings).map(([what, end]) => ({ how, make, what, end })),
);

const expectCrash = (uncaught: unknown[]): void => {
  expect(uncaught).toHaveLength(1);
  expect(uncaught[0]).toBeInstanceOf(SessionInvalidatedError);
  expect(uncaught[0]).toMatchObject({
    invalidated: {
      label: 'Session.invalidateAndCancel()',
      stack: expect.stringContaining('event-stream-client.ts'),
    },
    made: { label: 'GET http://gateway/v1/assistants/a/events' },
  });
};

describe.each(places)('$how, and before the task begins the app $what', ({ make, end }) => {
  test.each<[Name, 'crashes' | 'is clean']>([
    ['shared', 'is clean'],
    ['owned-by-client', 'crashes'],
    ['guarded', 'is clean'],
    ['per-call', 'is clean'],
    ['safe-bytes', 'is clean'],
  ])('%s %s', async (name, expected) => {
    const opened = openEventStream(STRATEGIES[name]);
    await make(opened);
    end(opened);
    const uncaught = await collectUncaught(opened);
    if (expected === 'crashes') expectCrash(uncaught);
    else expect(uncaught).toEqual([]);
  });
});

describe.each(places)('$how, and while the token is read for its request the app $what', ({ make, end }) => {
  const crashesIn = async (opened: OpenedEventStream): Promise<unknown[]> => {
    await make(opened);
    const made = opened.requests.length;
    const read = vi.spyOn(opened.store, 'read');
    await runUntil(opened, () => read.mock.calls.length === 1); // the task has begun
    end(opened);
    expect(opened.requests).toHaveLength(made);
    return collectUncaught(opened);
  };

  test.each<[Name, 'crashes' | 'is clean']>([
    ['shared', 'is clean'],
    ['owned-by-client', 'crashes'],
    ['guarded', 'crashes'],
    ['per-call', 'is clean'],
    ['safe-bytes', 'is clean'],
  ])('%s %s', async (name, expected) => {
    const uncaught = await crashesIn(openEventStream(STRATEGIES[name], { isSlowStore: true }));
    if (expected === 'crashes') expectCrash(uncaught);
    else expect(uncaught).toEqual([]);
  });
});

test('guarded needs the suspension between its check and its request: without it, nothing is found', async () => {
  const opened = openEventStream(STRATEGIES.guarded, {
    makeHttp: (options) => new UnsuspendedHttpClient(options),
  });
  for (const end of Object.values(endings)) {
    opened.client.start();
    end(opened); // before it begins
    opened.client.start();
    opened.executor.runNext();
    end(opened); // after it began
    expect(await collectUncaught(opened)).toEqual([]);
  }
});

/** Builds its requests without asking for a token. */
class UnsuspendedHttpClient extends GatewayHttpClient {
  override stream(_path: string, { session, signal }: StreamOptions = {}): Promise<GatewayResponse> {
    if (session === undefined) throw new Error('there is no session');
    return session.bytes({
      url: 'http://gateway/v1/assistants/a/events',
      method: 'GET',
      headers: {},
      timeoutMs: undefined,
      signal,
    });
  }
}

describe.each(Object.entries(endings))(
  'while the reader is resumed and has not run, the app %s',
  (_what, end) => {
    test.each<[Name, 'crashes' | 'is clean']>([
      ['shared', 'crashes'],
      ['owned-by-client', 'crashes'],
      ['guarded', 'crashes'],
      ['per-call', 'is clean'],
      ['safe-bytes', 'is clean'],
    ])('%s %s', async (name, expected) => {
      const opened = openEventStream(STRATEGIES[name]);
      const request = await connect(opened);
      request.data('data: {"type":"a"}\n\n');
      opened.executor.runNext(); // the delegate queue resumes the reader; its turn is still to come
      end(opened);
      const uncaught = await collectUncaught(opened);
      expect(opened.received).toEqual([]);
      if (expected === 'crashes') expect(uncaught).toEqual([expect.any(ReleasedStateError)]);
      else expect(uncaught).toEqual([]);
      expect(request.abortedWith).toBeDefined();
    });
  },
);

test('whoever ends a task tells the strategy before the task is cancelled', async () => {
  const seen: boolean[] = [];
  const opened = openEventStream(() => ({
    name: 'owned-by-client',
    taskMade() {
      let ofTask: AbortSignal | undefined;
      return {
        begin: (signal) => void (ofTask = signal),
        endedFromOutside: () => seen.push(ofTask?.aborted === true),
      };
    },
  }));
  opened.client.start();
  opened.executor.runNext();
  opened.client.stop();
  expect(seen).toEqual([false]);
});

test('per-call: the session of each task ends with it, and nobody else has seen it', async () => {
  const opened = openEventStream(STRATEGIES['per-call']);
  (await connect(opened)).end();
  await opened.settle();
  expect(opened.sessions).toMatchObject([{ isInvalidated: true, openTaskCount: 0 }]);
  vi.advanceTimersByTime(1_000);
  await opened.settle();
  await accept(opened);
  opened.client.stop();
  expect(opened.sessions).toMatchObject([{ isInvalidated: true }, { isInvalidated: false }]);
  await opened.settle();
  expect(opened.sessions).toMatchObject([{ isInvalidated: true }, { isInvalidated: true, openTaskCount: 0 }]);
  await Promise.all(opened.sessions.map(({ closed }) => closed));
});

test.each(['owned-by-client', 'guarded'] as const)(
  '%s: one session at a time, invalidated by whoever makes the next',
  async (name) => {
    const made: Session[] = [];
    const strategy = STRATEGIES[name](() => made[made.push(new Session()) - 1]!);
    strategy.taskMade();
    strategy.taskMade();
    expect(made).toMatchObject([{ isInvalidated: true }, { isInvalidated: false }]);

    const opened = openEventStream(STRATEGIES[name]);
    (await connect(opened)).end();
    await opened.settle();
    expect(opened.sessions).toMatchObject([{ isInvalidated: false }]);
    vi.advanceTimersByTime(1_000);
    expect(opened.sessions).toMatchObject([{ isInvalidated: true }, { isInvalidated: false }]);
    await opened.settle();
    expect(opened.requests).toHaveLength(2);
    opened.client.stop();
    expect(opened.sessions).toMatchObject([{ isInvalidated: true }, { isInvalidated: true }]);
  },
);

test('the generations have the names of the table', () => {
  expect(Object.values(STRATEGIES).map((make) => make(() => new Session()).name)).toEqual(
    Object.keys(STRATEGIES),
  );
  expect(ownedByClientStrategy().taskMade().begin(new AbortController().signal)?.session).toBeInstanceOf(
    Session,
  );
  expect(guardedStrategy().taskMade().begin(new AbortController().signal)?.session).toBeInstanceOf(Session);
});

/** Brings the client to the moment at which its session is to be lost. */
const lose =
  (moment: 'connecting' | 'reading' | 'resumed' | 'decoding') => async (opened: OpenedEventStream) => {
    opened.client.start();
    await opened.settle();
    const request = opened.requests[0];
    if (moment === 'connecting') return;
    await accept(opened);
    if (moment === 'reading') return;
    request?.data('data: {"type":"a"}\n\n');
    opened.executor.runNext();
    if (moment === 'resumed') return;
    await settleMicrotasks();
    opened.executor.runNext();
  };

describe('safe-bytes, whose session is lost', () => {
  test.each(['connecting', 'reading', 'resumed', 'decoding'] as const)(
    'while %s, reports it, and reconnects on the next session of its owner',
    async (moment) => {
      const made: Session[] = [];
      const opened = openEventStream((makeSession) => {
        const next = (): Session => {
          const session = makeSession();
          made.push(session);
          return session;
        };
        next();
        return callPerTask(
          safeBytesStrategy(() => (made.at(-1)?.isInvalidated === true ? next() : made[0]!)),
        );
      });
      await lose(moment)(opened);
      opened.sessions[0]?.invalidateAndCancel();
      expect(await collectUncaught(opened)).toEqual([]);
      expect(opened.observer.disconnected.mock.calls).toEqual([
        [expect.objectContaining({ code: 'ERR_SESSION_ENDED' }), 1_000],
      ]);
      vi.advanceTimersByTime(1_000);
      await opened.settle();
      expect(opened.requests).toHaveLength(2);
      expect(opened.sessions).toMatchObject([{ openTaskCount: 0 }, { openTaskCount: 1 }]);
      opened.client.teardown();
    },
  );

  test('before it connects, and never replaced, tries again with the delays of any failure', async () => {
    const opened = openEventStream(STRATEGIES['safe-bytes']);
    opened.sessions[0]?.invalidateAndCancel();
    opened.client.start();
    for (const delayMs of [1_000, 2_000, 4_000]) {
      expect(await collectUncaught(opened)).toEqual([]);
      expect(opened.observer.disconnected).toHaveBeenLastCalledWith(
        expect.objectContaining({ code: 'ERR_SESSION_ENDED' }),
        delayMs,
      );
      vi.advanceTimersByTime(delayMs);
    }
    opened.client.teardown();
    expect(opened.requests).toEqual([]);
  });
});
