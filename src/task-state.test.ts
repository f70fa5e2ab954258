// What released state does when it is touched.

import { expect, test } from 'vitest';

import { ReleasedStateError } from './session-errors.ts';
import { TaskState } from './task-state.ts';

const head = { status: 200, headers: {} };
function releaseHere(state: TaskState): void {
  state.release('owner');
}

function touchHere(state: TaskState): unknown {
  return state.getOutcome('reader');
}

const continuation = { resume() {}, resumeThrowing() {} };

test('what is written is what is read, chunks oldest first', () => {
  const state = new TaskState();
  state.setHead(head, 'writer');
  state.pushChunk(Buffer.from('a'), 'writer');
  state.pushChunk(Buffer.from('b'), 'writer');
  expect(state.getHead('reader')).toBe(head);
  expect(
    [state.takeChunk('reader'), state.takeChunk('reader'), state.takeChunk('reader')].map(String),
  ).toEqual(['a', 'b', 'undefined']);
});

test('a continuation can be taken once', () => {
  const state = new TaskState();
  state.park(continuation, 'reader');
  expect(state.takeContinuation('writer')).toBe(continuation);
  expect(state.takeContinuation('writer')).toBeUndefined();
});

test.each<[string, (state: TaskState) => unknown]>([
  ['setHead', (state) => state.setHead(head, 'reader')],
  ['getHead', (state) => state.getHead('reader')],
  ['pushChunk', (state) => state.pushChunk(Buffer.from('a'), 'reader')],
  ['takeChunk', (state) => state.takeChunk('reader')],
  ['setOutcome', (state) => state.setOutcome({ kind: 'finished' }, 'reader')],
  ['getOutcome', (state) => state.getOutcome('reader')],
  ['park', (state) => state.park(continuation, 'reader')],
  ['takeContinuation', (state) => state.takeContinuation('reader')],
])('%s on released state throws', (_name, touch) => {
  const state = new TaskState();
  touch(state);
  state.release('owner');
  expect(() => touch(state)).toThrow(ReleasedStateError);
});

test('the error tells where the state was released, first of all, and where it was touched', () => {
  const state = new TaskState();
  releaseHere(state);
  state.release('a later one');
  let error: unknown;
  try {
    touchHere(state);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({
    code: 'ERR_RELEASED_STATE',
    released: { label: 'owner', stack: expect.stringContaining('releaseHere') },
    touched: { label: 'reader', stack: expect.stringContaining('touchHere') },
  });
  expect(String(error)).toMatch(/touched by reader\n[^]*touchHere[^]*released by owner\n[^]*releaseHere/);
});
