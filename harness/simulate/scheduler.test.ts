// Which event comes next: in the natural order, and with some of them held back.
import { describe, expect, test } from 'vitest';
import type { Deviation } from '../model/case.ts';
import { newSocket, RANK, Scheduler, STEP, type SchedulerClock } from './scheduler.ts';

/** A clock with timers at given times. */
class FakeClock implements SchedulerClock {
  nowMs = 0;
  readonly timers: number[];
  readonly fired: number[] = [];

  constructor(timers: number[] = []) {
    this.timers = timers;
  }

  get nextTimerMs(): number | undefined {
    return this.timers[0];
  }

  get nextTimerName(): string {
    return `timer at ${this.timers[0]}`;
  }

  readonly nextTimerCausedIn = 0;

  advanceTo(ms: number): void {
    if (ms > this.nowMs) this.nowMs = ms;
  }

  fireNext(): void {
    this.fired.push(this.timers.shift()!);
  }
}

/** A scheduler with words to post events. */
class Bench {
  readonly clock: FakeClock;
  readonly scheduler: Scheduler;

  constructor(timers: number[] = [], schedule: Deviation[] = []) {
    this.clock = new FakeClock(timers);
    this.scheduler = new Scheduler(this.clock, schedule);
  }

  /** Lanes that arrive are sockets of their own. */
  post(lane: string, rank: number = RANK.arrival, delayMs = 0, run: () => void = () => {}): this {
    const socket = rank === RANK.arrival ? newSocket() : undefined;
    this.scheduler.post(this.scheduler.lane(lane, rank, socket), delayMs, lane, run);
    return this;
  }

  /** Runs all there is and lists `time id`, and what was held. */
  drain(untilMs = Infinity): string[] {
    const lines: string[] = [];
    for (;;) {
      const chosen = this.scheduler.next(untilMs);
      if (chosen === undefined) return lines;
      const held = chosen.held.length === 0 ? '' : ` before ${chosen.held.join(' ')}`;
      lines.push(`${this.clock.nowMs} ${chosen.id}${held}`);
      chosen.run();
    }
  }
}

describe('the natural order', () => {
  test('is that of posting within a phase, and within a lane always', () => {
    expect(new Bench().post('b').post('a').post('b').drain()).toEqual(['0 b#0', '0 a#0', '0 b#1']);
  });

  test("is that of the loop's phases: after an arrival immediates, then closes, then timers, then arrivals", () => {
    const bench = new Bench();
    bench.post('first', RANK.arrival, 0, () => {
      bench.clock.timers.push(0);
      bench.post('second').post('close', RANK.close).post('immediate', RANK.immediate);
    });
    expect(bench.drain()).toEqual(['0 first#0', '0 immediate#0', '0 close#0', '0 timer#0', '0 second#0']);
  });

  test('lets pending callbacks come right after an arrival, and before the poll', () => {
    const bench = new Bench();
    bench.post('first', RANK.arrival, 0, () => {
      bench.clock.timers.push(0);
      bench.post('second').post('pending', RANK.pending, 0, () => bench.post('immediate', RANK.immediate));
    });
    expect(bench.drain()).toEqual(['0 first#0', '0 pending#0', '0 immediate#0', '0 timer#0', '0 second#0']);
    bench.post('immediate', RANK.immediate, 0, () => bench.post('third').post('pending', RANK.pending));
    expect(bench.drain()).toEqual(['0 immediate#1', '0 pending#1', '0 third#0']);
  });

  test('lets immediates that were asked for by immediates wait for the next round', () => {
    const bench = new Bench();
    bench.post('immediate', RANK.immediate, 0, () => bench.post('immediate', RANK.immediate));
    bench.post('immediate', RANK.immediate);
    bench.post('arrival');
    expect(bench.drain()).toEqual(['0 immediate#0', '0 immediate#1', '0 arrival#0', '0 immediate#2']);
  });

  test('closes what was closed in one round in reverse', () => {
    expect(new Bench().post('a', RANK.close).post('b', RANK.close).drain()).toEqual(['0 b#0', '0 a#0']);
  });

  test('moves time only when nothing is ready, and to whatever comes first', () => {
    const bench = new Bench([5, 30]).post('late', RANK.arrival, 20).post('now');
    expect(bench.drain()).toEqual(['0 now#0', '5 timer#0', '20 late#0', '30 timer#1']);
    expect(bench.clock.fired).toEqual([5, 30]);
  });

  test('never goes beyond the time it is given, and says that more is left', () => {
    const bench = new Bench([10]).post('late', RANK.arrival, 20);
    expect(bench.drain(9)).toEqual([]);
    expect(bench.clock.nowMs).toBe(0);
    expect(bench.drain(19)).toEqual(['10 timer#0']);
    expect(bench.scheduler.hasMore).toBe(true);
    expect(bench.drain(20)).toEqual(['20 late#0']);
    expect(bench.scheduler.hasMore).toBe(false);
  });

  test('keeps a lane in order even when a later event of it is ready before an earlier one', () => {
    expect(new Bench().post('a', RANK.arrival, 10).post('a', RANK.arrival, 0).drain()).toEqual([
      '10 a#0',
      '10 a#1',
    ]);
  });

  test('leaves out what was cancelled, without an ordinal', () => {
    const bench = new Bench();
    const lane = bench.scheduler.lane('a');
    const pending = bench.scheduler.post(lane, 0, 'a', () => {});
    bench.scheduler.post(lane, 0, 'a', () => {});
    pending.isCancelled = true;
    expect(bench.drain()).toEqual(['0 a#0']);
    expect(bench.scheduler.count).toBe(1);
    bench.scheduler.post(lane, 0, 'a', () => {}).isCancelled = true;
    expect(bench.scheduler.hasMore).toBe(false);
    bench.post('b');
    expect(bench.scheduler.hasMore).toBe(true);
  });

  test('is interrupted by what belongs to the event that runs', () => {
    const bench = new Bench();
    bench.post('a', RANK.arrival, 0, () => bench.scheduler.continueWith(bench.scheduler.lane('a')));
    bench.post('b').post('a');
    expect(bench.drain()).toEqual(['0 a#0', '0 a#1', '0 b#0']);
  });

  test('is not interrupted later when nothing belonged to that event', () => {
    const bench = new Bench();
    bench.post('a', RANK.arrival, 0, () => bench.scheduler.continueWith(bench.scheduler.lane('a')));
    bench.post('b', RANK.arrival, 0, () => bench.post('c').post('a'));
    expect(bench.drain()).toEqual(['0 a#0', '0 b#0', '0 c#0', '0 a#1']);
  });

  test('is kept over many events of a lane', () => {
    const bench = new Bench();
    for (let i = 0; i < 300; i++) bench.post(i % 3 === 0 ? 'a' : 'b');
    const lines = bench.drain();
    expect(lines).toHaveLength(300);
    expect(lines.filter((line) => line.includes(' a#')).at(-1)).toBe('0 a#99');
    expect(lines.slice(0, 4)).toEqual(['0 a#0', '0 b#0', '0 b#1', '0 a#1']);
  });
});

describe('a held event', () => {
  const hold = (...schedule: [string, number][]): Bench =>
    new Bench(
      [],
      schedule.map(([id, count]) => ({ hold: id, for: count })),
    );

  test('lets as many others pass as it is held for, and says so', () => {
    expect(hold(['a#0', 2]).post('a').post('b').post('c').post('d').drain()).toEqual([
      '0 b#0 before a#0',
      '0 c#0 before a#0',
      '0 a#0',
      '0 d#0',
    ]);
  });

  test('holds its lane: what is behind it cannot pass', () => {
    expect(hold(['a#0', 1]).post('a').post('a').post('b').drain()).toEqual([
      '0 b#0 before a#0',
      '0 a#0',
      '0 a#1',
    ]);
  });

  test('can be any of a lane, and is named by what it is, not by when it comes', () => {
    expect(hold(['a#1', 1]).post('a').post('a').post('b').post('b').drain()).toEqual([
      '0 a#0',
      '0 b#0 before a#1',
      '0 a#1',
      '0 b#1',
    ]);
  });

  test('is passed by the natural next, whichever lane was there first', () => {
    const bench = hold(['a#0', 1]).post('c').post('b').post('x');
    bench.drain();
    expect(bench.post('a').post('b').post('c').drain()).toEqual(['0 b#1 before a#0', '0 a#0', '0 c#1']);
  });

  test('never waits for time: with nothing else ready it runs', () => {
    const bench = hold(['a#0', 5]).post('a').post('late', RANK.arrival, 10);
    expect(bench.drain()).toEqual(['0 a#0', '10 late#0']);
  });

  test('is held for longer when it is held twice', () => {
    expect(hold(['a#0', 1], ['a#0', 1]).post('a').post('b').post('c').post('d').drain()).toEqual([
      '0 b#0 before a#0',
      '0 c#0 before a#0',
      '0 a#0',
      '0 d#0',
    ]);
  });

  test('runs first when all that is ready is held', () => {
    expect(hold(['a#0', 3], ['b#0', 3]).post('a').post('b').drain()).toEqual(['0 a#0', '0 b#0']);
  });

  test('can be a timer', () => {
    const bench = new Bench([0], [{ hold: 'timer#0', for: 1 }])
      .post('a')
      .post('b')
      .post('immediate', RANK.immediate);
    expect(bench.drain()).toEqual(['0 immediate#0', '0 a#0 before timer#0', '0 timer#0', '0 b#0']);
  });

  test('that is an immediate lets one event of each socket pass, as one poll does', () => {
    const bench = hold(['immediate#0', 9]).post('a').post('b').post('immediate', RANK.immediate);
    bench.post('a').post('b').post('c');
    expect(bench.drain()).toEqual([
      '0 a#0 before immediate#0',
      '0 b#0 before immediate#0',
      '0 c#0 before immediate#0',
      '0 immediate#0',
      '0 a#1',
      '0 b#1',
    ]);
  });

  test('that is an immediate is not passed by the socket whose event asked for it, which that poll has come to', () => {
    const bench = hold(['immediate#0', 9]);
    bench.post('a', RANK.arrival, 0, () => bench.post('immediate', RANK.immediate).post('a').post('b'));
    expect(bench.drain()).toEqual(['0 a#0', '0 b#0 before immediate#0', '0 immediate#0', '0 a#1']);
  });

  test.each([
    ['a read, by the write', STEP.read, STEP.write, true],
    ['a write, by no read', STEP.write, STEP.read, false],
    ['a connect, by no read', STEP.connect, STEP.read, false],
    ['a connect, by no write', STEP.connect, STEP.write, false],
  ])(
    'that an event of a socket asked for is passed by what the same poll finds of it: %s',
    (_, first, then, may) => {
      const bench = hold(['immediate#0', 9]);
      const socket = newSocket();
      const post = (name: string, step: number, run = () => {}): void =>
        void bench.scheduler.post(bench.scheduler.lane(name, RANK.arrival, socket, step), 0, name, run);
      post('first', first, () => {
        bench.post('immediate', RANK.immediate);
        post('then', then);
      });
      expect(bench.drain()).toEqual(
        may
          ? ['0 first#0', '0 then#0 before immediate#0', '0 immediate#0']
          : ['0 first#0', '0 immediate#0', '0 then#0'],
      );
    },
  );

  test.each(['dns', 'port0', 'c0>', 'c0:server-io', 'g0', 'k0'])(
    'that is an immediate is passed by all that comes of what is no socket of the client: %s',
    (name) => {
      const bench = hold(['immediate#0', 9]);
      const post = (run = () => {}): void =>
        void bench.scheduler.post(bench.scheduler.lane(name), 0, name, run);
      post(() => {
        bench.post('immediate', RANK.immediate);
        for (let i = 0; i < 3; i++) post();
      });
      expect(bench.drain().at(-1)).toBe('0 immediate#0');
    },
  );

  test('that is an immediate is not passed by timers, which come with the next round', () => {
    const bench = hold(['immediate#0', 9]).post('a').post('immediate', RANK.immediate).post('a');
    const later = new Bench([5], [{ hold: 'immediate#0', for: 9 }]).post('immediate', RANK.immediate, 5);
    expect(bench.drain()).toEqual(['0 a#0 before immediate#0', '0 immediate#0', '0 a#1']);
    expect(later.drain()).toEqual(['5 immediate#0', '5 timer#0']);
  });

  test('is let go when deviating stops', () => {
    const bench = hold(['a#0', 9]).post('a').post('b').post('c').post('d');
    expect(bench.scheduler.next(0)?.id).toBe('b#0');
    bench.scheduler.stopDeviating();
    expect(bench.drain()).toEqual(['0 a#0', '0 c#0', '0 d#0']);
  });

  test('that never comes changes nothing', () => {
    expect(hold(['z#0', 3], ['a#9', 1]).post('a').post('b').drain()).toEqual(['0 a#0', '0 b#0']);
  });
});

describe('a chooser', () => {
  /** Takes the last of what it may. */
  const last = { choose: (ready: readonly unknown[]): number => ready.length - 1 };

  test('comes to an immediate behind one arrival of each socket, as a poll does, and not behind timers', () => {
    const bench = new Bench([5]);
    const scheduler = new Scheduler(bench.clock, [], last);
    const sockets = new Map(['c0<', 'c1<'].map((name) => [name, newSocket()]));
    const lane = (name: string, rank: number = RANK.arrival) => scheduler.lane(name, rank, sockets.get(name));
    const post = (name: string, rank?: number): void =>
      void scheduler.post(lane(name, rank), 0, name, () => {});
    post('immediate', RANK.immediate);
    for (const name of ['c0<', 'c0<', 'c1<', 'c1<', 'c0>', 'c0>']) post(name);
    post('close', RANK.close);
    bench.clock.nowMs = 5;
    const order: string[] = [];
    for (;;) {
      const chosen = scheduler.next(Infinity);
      if (chosen === undefined) break;
      order.push(chosen.id);
      chosen.run();
    }
    const immediate = order.indexOf('immediate#0');
    const before = order.slice(0, immediate);
    expect(before.filter((id) => id.startsWith('c0<'))).toHaveLength(1);
    expect(before.filter((id) => id.startsWith('c1<'))).toHaveLength(1);
    expect(before).not.toContain('close#0');
    expect(before.filter((id) => id.startsWith('c0>'))).toHaveLength(2);
  });

  test('is asked from its event on, and what the schedule holds back before that is held back', () => {
    const bench = new Bench([]);
    const scheduler = new Scheduler(bench.clock, [{ hold: 'c0<#0', for: 1 }], { ...last, from: 2 });
    for (const name of ['c0<', 'c1<', 'c2<', 'c3<', 'c4<'])
      scheduler.post(scheduler.lane(name), 0, name, () => {});
    const order = Array.from({ length: 5 }, () => scheduler.next(Infinity)?.id);
    expect(order).toEqual(['c1<#0', 'c0<#0', 'c4<#0', 'c3<#0', 'c2<#0']);
  });
});
