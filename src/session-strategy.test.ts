// The ablation: one interleaving, the reader resumed and not run yet when the consumer leaves, and what becomes of it when
// the owner, the hop or the cancel from outside is changed, one at a time.

import { expect, test } from 'vitest';

import { BtwClient } from './btw-client.ts';
import { Credentials, MemoryTokenStore } from './credentials.ts';
import type { Executor } from './executor.ts';
import { GatewayHttpClient } from './gateway-http-client.ts';
import { ReleasedStateError } from './session-errors.ts';
import {
  perCallStrategy,
  safeBytesStrategy,
  sharedStrategy,
  type SessionStrategy,
} from './session-strategy.ts';
import { Session } from './session.ts';
import { toSseEvent } from './tests/loopback-gateway.ts';
import { ManualExecutor, settleMicrotasks } from './tests/manual-executor.ts';
import { ScriptedDispatcher } from './tests/scripted-dispatcher.ts';

interface Setting {
  readonly strategy: (session: Session) => SessionStrategy;
  readonly executor?: (manual: ManualExecutor) => Executor;
  readonly arrives?: 'head' | 'data' | 'end';
}

/** Returns what the process would have seen as an uncaught exception, and the session it was on. */
async function leaveDuringResumption({ strategy, executor, arrives = 'data' }: Setting) {
  const manual = new ManualExecutor();
  const dispatcher = new ScriptedDispatcher();
  const session = new Session({ dispatcher, executor: executor?.(manual) ?? manual.execute });
  const client = new BtwClient({
    http: new GatewayHttpClient({
      baseUrl: 'http://gateway',
      assistantId: 'a',
      credentials: new Credentials({
        store: new MemoryTokenStore({ token: 't' }),
        refresh: () => Promise.reject(new Error('not in this test')),
      }),
    }),
    strategy: strategy(session),
  });
  const stream = client.sendMessage({ content: 'why?', conversationKey: 'k' });
  await manual.runAll();
  const request = dispatcher.latest;
  request.start();
  if (arrives !== 'head') {
    request.head(200);
    await manual.runAll();
  }

  if (arrives === 'head') request.head(200);
  if (arrives === 'data') request.data(toSseEvent({ type: 'btw_text_delta', text: 'because' }));
  if (arrives === 'end') request.end();
  manual.runNext(); // the delegate queue resumes the reader; its turn is still to come
  await stream.return();
  let uncaught: unknown;
  try {
    manual.runNext(); // the reader's turn
  } catch (error) {
    uncaught = error;
  }
  await settleMicrotasks();
  if (uncaught === undefined) await manual.runAll();
  return { uncaught, session, dispatcher };
}

const cancelsFromOutsideTooEarly = (session: Session): SessionStrategy => ({
  name: 'per-call',
  begin: () => ({
    session,
    didCreateTask() {},
    consumerLeft: () => session.invalidateAndCancel(),
    scopeLeft() {},
  }),
});

const cancelsNothing = (session: Session): SessionStrategy => ({
  name: 'shared',
  begin: () => ({ session, didCreateTask() {}, consumerLeft() {}, scopeLeft() {} }),
});

test.each(['head', 'data', 'end'] as const)(
  'shared: leaving while the reader is resumed for the %s is a use of released state, with both places',
  async (arrives) => {
    const { uncaught } = await leaveDuringResumption({ strategy: sharedStrategy, arrives });
    expect(uncaught).toBeInstanceOf(ReleasedStateError);
    expect(uncaught).toMatchObject({
      released: {
        label: 'the consumer that left the stream',
        stack: expect.stringContaining('session-strategy.ts'),
      },
      touched: {
        label: expect.stringMatching(/^AsyncBytes: read the/),
        stack: expect.stringContaining('session-task.ts'),
      },
    });
  },
);

test.each(['head', 'data', 'end'] as const)('per-call: the same with the %s is clean', async (arrives) => {
  const { uncaught, session, dispatcher } = await leaveDuringResumption({
    strategy: (made) => perCallStrategy(() => made),
    arrives,
  });
  expect(uncaught).toBeUndefined();
  expect(session.isInvalidated).toBe(true);
  expect(session.openTaskCount).toBe(0);
  expect(dispatcher.endings).toEqual(['destroy']);
});

test.each(['head', 'data', 'end'] as const)('safe-bytes: the same with the %s is clean', async (arrives) => {
  const { uncaught, session, dispatcher } = await leaveDuringResumption({
    strategy: (made) => safeBytesStrategy(() => made),
    arrives,
  });
  expect(uncaught).toBeUndefined();
  expect(session.isInvalidated).toBe(false);
  expect(session.openTaskCount).toBe(0);
  expect(dispatcher.endings).toEqual([]);
});

test.each(['head', 'data', 'end'] as const)(
  'safe-bytes whose session is ended instead of left, with the %s: clean as well',
  async (arrives) => {
    const { uncaught, session } = await leaveDuringResumption({
      strategy: (made) => ({
        name: 'safe-bytes',
        begin: () => ({
          ...safeBytesStrategy(() => made).begin(),
          consumerLeft: () => made.invalidateAndCancel(),
        }),
      }),
      arrives,
    });
    expect(uncaught).toBeUndefined();
    expect(session.openTaskCount).toBe(0);
  },
);

test('shared without the hop: nothing is found', async () => {
  const { uncaught } = await leaveDuringResumption({
    strategy: sharedStrategy,
    executor: () => (job) => job(),
  });
  expect(uncaught).toBeUndefined();
});

test('shared without the cancel from outside: nothing is found, and the task ends all the same', async () => {
  const { uncaught, session } = await leaveDuringResumption({ strategy: cancelsNothing });
  expect(uncaught).toBeUndefined();
  expect(session.openTaskCount).toBe(0);
});

test('per-call that invalidates before its loop has left: the finding is back', async () => {
  const { uncaught } = await leaveDuringResumption({ strategy: cancelsFromOutsideTooEarly });
  expect(uncaught).toBeInstanceOf(ReleasedStateError);
  expect(uncaught).toMatchObject({ released: { label: 'Session.invalidateAndCancel()' } });
});

test('the shared strategy uses the shared session, the per-call strategy a new one each time', () => {
  expect(sharedStrategy().begin().session).toBe(Session.shared);
  const strategy = perCallStrategy();
  const [first, second] = [strategy.begin(), strategy.begin()];
  expect(first.session).not.toBe(second.session);
  first.scopeLeft();
  expect(first.session.isInvalidated).toBe(true);
  expect(second.session.isInvalidated).toBe(false);
  second.scopeLeft();
  const lent = new Session();
  const call = safeBytesStrategy(() => lent).begin();
  expect(call).toMatchObject({ session: lent, isSafe: true });
  call.scopeLeft();
  expect(lent.isInvalidated).toBe(false);
});
