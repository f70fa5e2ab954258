// Random storms of starts, stops, answers, rotations, ends and lost sessions against the generations that are to be clean,
// held against the liveness rules: after a stop nothing reconnects, else one stream is open or one reconnect is due.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';

import { callPerTask, type EventStreamStrategy } from './event-stream-strategy.ts';
import { perCallStrategy, safeBytesStrategy } from './session-strategy.ts';
import type { Session } from './session.ts';
import { settleMicrotasks } from './tests/manual-executor.ts';
import { openEventStream, type OpenedEventStream } from './tests/open-event-stream.ts';
import type { ScriptedRequest } from './tests/scripted-dispatcher.ts';

const RUNS = 300;
const ROTATION = 'data: {"type":"token_rotated","newToken":"new"}\n\n';

/** What may happen next. Most often a turn passes, so that storms get everywhere. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.constant('turn' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom('start', 'stop', 'message', 'rotation', 'two rotations', 'accept'),
  },
  { weight: 2, arbitrary: fc.constantFrom('end', 'fail', '402', '403', 'second', 'lose the session') },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The test's side: which requests the gateway has not ended, and what it has answered them. */
class Storm {
  readonly opened: OpenedEventStream;
  readonly ended = new Set<ScriptedRequest>();
  readonly accepted = new Set<ScriptedRequest>();
  isStarted = false;
  readonly #owned: Session[] = [];

  constructor(name: 'per-call' | 'safe-bytes') {
    this.opened = openEventStream(
      (makeSession) => {
        const strategies: Record<typeof name, () => EventStreamStrategy> = {
          'per-call': () => callPerTask(perCallStrategy(makeSession)),
          'safe-bytes': () => callPerTask(safeBytesStrategy(() => this.#current(makeSession))),
        };
        return strategies[name]();
      },
      { isSlowStore: true },
    );
  }

  #current(makeSession: () => Session): Session {
    const last = this.#owned.at(-1);
    if (last !== undefined && !last.isInvalidated) return last;
    this.#owned.push(makeSession());
    return this.#owned.at(-1)!;
  }

  get live(): ScriptedRequest[] {
    return this.opened.requests.filter(
      (request) => request.abortedWith === undefined && !this.ended.has(request),
    );
  }

  async perform(what: Step): Promise<void> {
    const { client, executor, received } = this.opened;
    const live = this.live.at(-1);
    const answered = live !== undefined && this.accepted.has(live) ? live : undefined;
    const unanswered = live !== undefined && !this.accepted.has(live) ? live : undefined;
    const count = received.length;
    if (what === 'turn') executor.runNext();
    if (what === 'start') client.start();
    if (what === 'stop') client.stop();
    if (what === 'start' || what === 'stop') this.isStarted = what === 'start';
    if (what === 'message') answered?.data('data: {"type":"a"}\n\n');
    if (what === 'rotation') answered?.data(ROTATION);
    if (what === 'two rotations') answered?.data(ROTATION + ROTATION);
    if (what === 'accept') unanswered?.head(200);
    if (what === '402' || what === '403') unanswered?.head(Number(what));
    if (unanswered !== undefined && (what === 'accept' || what === '402' || what === '403'))
      this.accepted.add(unanswered);
    if (live !== undefined && (what === 'end' || what === 'fail')) {
      this.ended.add(live);
      if (what === 'fail' || answered === undefined) live.fail(new Error('cut off'));
      else live.end();
    }
    if (what === 'second') vi.advanceTimersByTime(1_000);
    if (what === 'lose the session') this.#owned.at(-1)?.invalidateAndCancel();
    const wasStarted = this.isStarted;
    await settleMicrotasks();
    if (!wasStarted) expect(received).toHaveLength(count);
  }

  /** Everything that is due has run: what may be open now? */
  async expectAtRest(): Promise<void> {
    await this.opened.settle();
    const timers = vi.getTimerCount();
    expect(this.live.length + timers).toBe(this.isStarted ? 1 : 0);
    const inUse = this.opened.sessions.filter(({ openTaskCount }) => openTaskCount > 0);
    expect(inUse).toHaveLength(this.live.length);
    const unended = this.opened.sessions.filter(({ isInvalidated }) => !isInvalidated);
    expect(unended.length).toBeLessThanOrEqual(1);
  }
}

test.each(['per-call', 'safe-bytes'] as const)(
  '%s: a storm leaves one stream, or none after a stop',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 40 }), { maxLength: 4 }), async (storms) => {
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        try {
          const storm = new Storm(name);
          for (const steps of storms) {
            for (const what of steps) await storm.perform(what);
            await storm.expectAtRest();
          }
          storm.opened.client.teardown();
          storm.isStarted = false;
          await storm.expectAtRest();
        } finally {
          vi.useRealTimers();
        }
      }),
      { numRuns: RUNS, seed: 20260413 },
    );
  },
);
