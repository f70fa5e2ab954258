// The three outcomes of a refresh, and what many rejections of one token cost.

import { expect, test, vi } from 'vitest';

import { Credentials, MemoryTokenStore, type RefreshOutcome, type Tokens } from './credentials.ts';
import { ManualExecutor, settleMicrotasks } from './tests/manual-executor.ts';

function open(tokens?: Tokens) {
  const store = new MemoryTokenStore(tokens);
  const refreshes: PromiseWithResolvers<RefreshOutcome>[] = [];
  const told: Error[] = [];
  const credentials = new Credentials({
    store,
    refresh: () => {
      const refresh = Promise.withResolvers<RefreshOutcome>();
      refreshes.push(refresh);
      return refresh.promise;
    },
  });
  const stopObserving = credentials.observeTerminalErrors((error) => told.push(error));
  return { store, refreshes, told, credentials, stopObserving };
}

const old: Tokens = { token: 'old', refreshToken: 'r1' };

test('the authorization header is made from what is stored', async () => {
  expect(await open(old).credentials.authorization()).toBe('Bearer old');
  expect(await open().credentials.authorization()).toBeUndefined();
});

test('a success stores the fresh token, and keeps the refresh token unless there is a new one', async () => {
  const { credentials, refreshes, store, told } = open(old);
  const first = credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  refreshes[0]?.resolve({ kind: 'success', token: 'fresh' });
  expect(await first).toMatchObject({ kind: 'success', token: 'fresh' });
  expect(await store.read()).toEqual({ token: 'fresh', refreshToken: 'r1' });

  const second = credentials.refreshAfter('Bearer fresh');
  await settleMicrotasks();
  refreshes[1]?.resolve({ kind: 'success', token: 'fresher', refreshToken: 'r2' });
  await second;
  expect(await store.read()).toEqual({ token: 'fresher', refreshToken: 'r2' });
  expect(told).toEqual([]);
});

test('a terminal error clears the credentials and tells the observers that still observe', async () => {
  const { credentials, refreshes, store, told, stopObserving } = open(old);
  const alsoTold: Error[] = [];
  credentials.observeTerminalErrors((error) => alsoTold.push(error));
  stopObserving();
  const refresh = credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  const error = new Error('revoked');
  refreshes[0]?.resolve({ kind: 'terminal', error });
  expect(await refresh).toEqual({ kind: 'terminal', error });
  expect(await store.read()).toBeUndefined();
  expect(alsoTold).toEqual([error]);
  expect(told).toEqual([]);
});

test('a terminal error without credentials tells the observers all the same', async () => {
  const { credentials, refreshes, told } = open();
  const refresh = credentials.refreshAfter(undefined);
  await settleMicrotasks();
  refreshes[0]?.resolve({ kind: 'terminal', error: new Error('nobody') });
  await refresh;
  expect(told).toHaveLength(1);
});

test('a transient error changes nothing, and the next 401 tries again', async () => {
  const { credentials, refreshes, store, told } = open(old);
  const first = credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  refreshes[0]?.resolve({ kind: 'transient', error: new Error('busy') });
  expect(await first).toMatchObject({ kind: 'transient' });
  expect(await store.read()).toEqual(old);
  expect(told).toEqual([]);
  void credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  expect(refreshes).toHaveLength(2);
});

test('a refresh that rejects is a transient error', async () => {
  const { credentials, refreshes } = open(old);
  const refresh = credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  refreshes[0]?.reject(new Error('no network'));
  expect(await refresh).toMatchObject({ kind: 'transient', error: { message: 'no network' } });
});

test('callers share the refresh that is under way', async () => {
  const { credentials, refreshes } = open(old);
  const callers = [credentials.refreshAfter('Bearer old'), credentials.refreshAfter('Bearer old')];
  await settleMicrotasks();
  expect(refreshes).toHaveLength(1);
  refreshes[0]?.resolve({ kind: 'success', token: 'fresh' });
  expect(await Promise.all(callers)).toMatchObject([{ token: 'fresh' }, { token: 'fresh' }]);
});

test('a caller whose token was replaced meanwhile gets the fresh one without a refresh', async () => {
  const { credentials, refreshes } = open(old);
  await credentials.rotate('rotated');
  expect(await credentials.refreshAfter('Bearer old')).toMatchObject({ kind: 'success', token: 'rotated' });
  expect(refreshes).toHaveLength(0);
});

test('a caller whose token was cleared meanwhile gets the terminal error without a refresh', async () => {
  const { credentials, refreshes, told } = open(old);
  const refresh = credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  refreshes[0]?.resolve({ kind: 'terminal', error: new Error('revoked') });
  const outcome = await refresh;
  expect(await credentials.refreshAfter('Bearer old')).toBe(outcome);
  expect(refreshes).toHaveLength(1);
  expect(told).toHaveLength(1);
});

test('a terminal error about a token that was rotated meanwhile leaves the new one, which its callers get', async () => {
  const { credentials, refreshes, store, told } = open(old);
  const refresh = credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  await credentials.rotate('rotated');
  refreshes[0]?.resolve({ kind: 'terminal', error: new Error('old is revoked') });
  expect(await refresh).toMatchObject({ kind: 'success', token: 'rotated' });
  expect(await store.read()).toEqual({ token: 'rotated', refreshToken: 'r1' });
  expect(told).toEqual([]);
});

test('a terminal error clears what a transient error before it has left, and a rotation after it is stored', async () => {
  const { credentials, refreshes, store, told } = open(old);
  for (const kind of ['transient', 'terminal'] as const) {
    const refresh = credentials.refreshAfter('Bearer old');
    await settleMicrotasks();
    refreshes.at(-1)?.resolve({ kind, error: new Error(kind) });
    await refresh;
  }
  expect(await store.read()).toBeUndefined();
  expect(told).toHaveLength(1);
  await credentials.rotate('rotated');
  expect(await credentials.refreshAfter('Bearer old')).toMatchObject({ kind: 'success', token: 'rotated' });
});

test('with a store that takes its time, a rotation and the end of a refresh do not undo each other', async () => {
  const executor = new ManualExecutor();
  const store = new MemoryTokenStore(old, executor.execute);
  const credentials = new Credentials({
    store,
    refresh: () => Promise.resolve({ kind: 'success', token: 'fresh', refreshToken: 'r2' }),
  });
  const read = vi.spyOn(store, 'read');
  const refresh = credentials.refreshAfter('Bearer old');
  while (read.mock.calls.length < 2) {
    executor.runNext();
    await settleMicrotasks();
  }
  const rotation = credentials.rotate('rotated'); // while the refresh is about to change what it reads
  await executor.runAll();
  await Promise.all([refresh, rotation]);
  const stored = store.read();
  await executor.runAll();
  expect(await stored).toEqual({ token: 'rotated', refreshToken: 'r2' });
});

test('a store that fails fails its caller, and the next change is made all the same', async () => {
  const { credentials, store } = open(old);
  vi.spyOn(store, 'write').mockRejectedValueOnce(new Error('locked'));
  const first = expect(credentials.rotate('a')).rejects.toThrow('locked');
  const second = credentials.rotate('b');
  await first;
  await second;
  expect(await store.read()).toEqual({ token: 'b', refreshToken: 'r1' });
});

test('an observer that throws neither keeps the others from being told nor reaches the caller', async () => {
  const { credentials, refreshes, told } = open(old);
  const jobs: (() => void)[] = [];
  vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((job) => void jobs.push(job));
  credentials.observeTerminalErrors(() => {
    throw new Error('a defect of the app');
  });
  const refresh = credentials.refreshAfter('Bearer old');
  await settleMicrotasks();
  refreshes[0]?.resolve({ kind: 'terminal', error: new Error('revoked') });
  expect(await refresh).toMatchObject({ kind: 'terminal' });
  vi.mocked(queueMicrotask).mockRestore();
  expect(() => jobs[1]?.()).toThrow('a defect of the app');
  jobs[0]?.();
  expect(told).toHaveLength(1);
});
