// The generations of the event stream client that are clean → clients of theirs, and timers in the hands of a test.

import { afterEach, beforeEach, expect, vi } from 'vitest';

import { callPerTask, type EventStreamStrategy } from '../event-stream-strategy.ts';
import { perCallStrategy, safeBytesStrategy } from '../session-strategy.ts';
import type { Session } from '../session.ts';
import { openEventStream, type OpenedEventStream } from './open-event-stream.ts';
import type { ScriptedRequest } from './scripted-dispatcher.ts';

type StrategyOf = (makeSession: () => Session) => EventStreamStrategy;

const perCall: StrategyOf = (makeSession) => callPerTask(perCallStrategy(makeSession));
const safeBytes: StrategyOf = (makeSession) => {
  const session = makeSession();
  return callPerTask(safeBytesStrategy(() => session));
};

/** By name. */
export const cleanGenerations: [name: string, strategyOf: StrategyOf][] = [
  ['per-call', perCall],
  ['safe-bytes', safeBytes],
];

/** Opens a client with a session per call, not started. */
export const openPerCall = (options?: Parameters<typeof openEventStream>[1]): OpenedEventStream =>
  openEventStream(perCall, options);

/** True until the client gives the request up. */
export const isOpen = (request: ScriptedRequest): boolean => request.abortedWith === undefined;

/** Timers go on only when a test passes time, and every test has to end with none. */
export function useManualTimers(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
}
