// What a call that met a 401 may do next, and what it may not.
import { describe, expect, test } from 'vitest';
import { listFindings } from './tests/list-findings.ts';
import { run, type TraceBuilder } from './tests/trace-builder.ts';

const OLD = { authorization: 'Bearer old' };
const NEW = { authorization: 'Bearer new' };
const REFRESH = { ...OLD, refreshes: true } as const;

/** A call that is refused, and a refresh that succeeds. */
function refused(): TraceBuilder {
  return run()
    .call('a')
    .session(0, 'sends', 'a')
    .request('a', 'btw', OLD)
    .head(401)
    .complete()
    .request('refresh', 'refresh', REFRESH)
    .head()
    .complete();
}

/** The repetition of the call, served. */
function repeated(trace: TraceBuilder, token = NEW): TraceBuilder {
  return trace.session(0, 'sends', 'a').request('a', 'btw', token).head().item('x').complete();
}

describe('a call that met a 401', () => {
  test('may be repeated once, with another token, on its session', () => {
    expect(listFindings(repeated(refused()).succeeds('a'))).toEqual([]);
  });

  test('is not repeated with the token that was refused', () => {
    expect(listFindings(repeated(refused(), OLD).succeeds('a'))).toEqual(['retry stale-token a']);
  });

  test('is not repeated twice', () => {
    const again = refused()
      .session(0, 'sends', 'a')
      .request('a', 'btw', NEW)
      .head(401)
      .complete()
      .session(0, 'sends', 'a');
    expect(listFindings(again.request('a', 'btw', OLD).head().complete().succeeds('a'))).toEqual([
      'retry repeated-again a',
    ]);
  });

  test('is not repeated on another session', () => {
    const other = refused().session(1, 'sends', 'a').request('a', 'btw', NEW).head().complete();
    expect(listFindings(other.succeeds('a'))).toEqual(['retry other-session a']);
  });

  test('is not repeated on a session that nobody watches, when its own is watched', () => {
    const other = refused().request('a', 'btw', NEW).head().complete();
    expect(listFindings(other.succeeds('a'))).toEqual(['retry other-session a']);
  });

  test('is not repeated while the body of the 401 is still to be read', () => {
    const unread = run()
      .call('a')
      .request('a', 'btw', OLD)
      .head(401)
      .request('refresh', 'refresh', REFRESH)
      .head()
      .complete()
      .request('a', 'btw', NEW);
    expect(listFindings(unread.head().complete().complete(0).succeeds('a'))).toEqual(['retry unread-body a']);
  });

  test('may be repeated after it has given up the body of the 401', () => {
    const given = run().call('a').request('a', 'btw', OLD).head(401).clientClosed();
    given.request('refresh', 'refresh', REFRESH).head().complete().request('a', 'btw', NEW);
    expect(listFindings(given.head().complete().succeeds('a'))).toEqual([]);
  });
});

test('what another call of the same name does later is no repetition', () => {
  const trace = refused().succeeds('a').request('a', 'btw', OLD).head(401).complete();
  expect(listFindings(trace)).toEqual([]);
});

test('two refreshes are not under way at once', () => {
  const twice = refused()
    .request('refresh', 'refresh', REFRESH)
    .head()
    .request('refresh', 'refresh', REFRESH);
  expect(listFindings(repeated(twice.head().complete().complete(2)).succeeds('a'))).toEqual([
    'retry refreshed-twice refresh',
  ]);
});

test('where no token is handed out, a repetition is nothing to complain of', () => {
  const trace = run().call('a').request('a', 'btw', OLD).head(401).request('a', 'btw', OLD).head(401);
  expect(listFindings(trace.complete().complete(0).succeeds('a'))).toEqual([]);
});
