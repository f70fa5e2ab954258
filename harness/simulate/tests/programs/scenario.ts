// Small programs that look at the world from inside: each is a variant, and notes what it sees.
import { execFileSync, spawn } from 'node:child_process';
import crypto, { randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import dns, { resolve4 } from 'node:dns';
import dnsPromises from 'node:dns/promises';
import fs from 'node:fs';
import http, { get, globalAgent } from 'node:http';
import http2 from 'node:http2';
import net, { connect as netConnect, createConnection } from 'node:net';
import perfHooks from 'node:perf_hooks';
import { uptime } from 'node:process';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel as ThreadsBroadcastChannel, Worker } from 'node:worker_threads';
import { plain, wait } from '../../../gateway/script.ts';
import { defineScenario, type ActorContext } from '../../scenario.ts';

type Note = (text: string) => void;

/** Waits in virtual time. */
async function pass(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function show(error: unknown): string {
  const { name, code } = error as { name: string; code?: unknown };
  return typeof code === 'string' ? `${name} ${code}` : name;
}

/** Forces a collection. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

const never = new Promise<never>(() => {});

async function connect({ subject }: { subject: { origin: string } }): Promise<net.Socket> {
  const { hostname, port } = new URL(subject.origin);
  const socket = net.connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** The programs: what each does is its name. */
/** What the world does not simulate, and what asking for it says. */
function refusals(note: (text: string) => void): void {
  const attempts: [name: string, attempt: () => unknown][] = [
    ['pipe', () => net.connect('/run/some.sock')],
    ['http2', () => http2.connect('http://gateway.test:8080')],
    ['udp', () => dgram.createSocket('udp4')],
    ['worker', () => new Worker('0', { eval: true })],
    ['child', () => spawn('true')],
    ['child run to its end', () => execFileSync('true')],
    ['server', () => net.createServer().listen(0)],
    ['file watcher', () => fs.watch('.')],
    ['broadcast', () => new BroadcastChannel('a')],
    ['broadcast of threads', () => new ThreadsBroadcastChannel('a')],
  ];
  for (const [name, attempt] of attempts)
    try {
      attempt();
      note(`${name} was let through`);
    } catch (error) {
      note(`${name} ${(error as { code: string }).code}`);
    }
}

const PROGRAMS: Record<string, (note: Note, context: ActorContext<{ origin: string }>) => unknown> = {
  refusals: (note) => refusals(note),
  delays: async (note) => {
    const delays: unknown[] = [
      0,
      -5,
      Number.NaN,
      'soon',
      undefined,
      0.9,
      1,
      1.9,
      2,
      '7',
      2 ** 31 - 1,
      2 ** 31,
    ];
    for (const delay of delays) setTimeout(() => note(String(delay)), delay as number);
    // The longest delay there is does not fit into a case: it is open at its end.
    await pass(100);
  },
  timers: async (note) => {
    const refreshed = setTimeout(() => note('refreshed'), 10);
    setTimeout(() => refreshed.refresh(), 5);
    const cleared = setTimeout(() => note('cleared'), 3);
    clearTimeout(cleared);
    const byNumber = setTimeout(() => note('cleared by number'), 3);
    clearTimeout(Number(byNumber));
    setTimeout((...args: unknown[]) => note(`arguments ${args.join()}`), 1, 'a', 'b');
    let ticks = 0;
    const interval = setInterval(() => {
      note(`tick ${++ticks}`);
      if (ticks === 3) clearInterval(interval);
    }, 20);
    note(`has ref ${refreshed.hasRef()} ${refreshed.unref().hasRef()} ${refreshed.ref().hasRef()}`);
    await pass(100);
    clearTimeout(undefined);
  },
  clocks: async (note) => {
    const read = (): void => {
      const [seconds, nanos] = process.hrtime();
      note(
        [
          new Date().toISOString(),
          Date.now() - new Date('2026-04-13T20:19:00Z').getTime(),
          performance.now(),
          `${seconds}s${nanos}`,
          process.hrtime.bigint(),
        ].join(' '),
      );
    };
    read();
    const start = process.hrtime();
    await pass(1_250);
    read();
    note(`difference ${process.hrtime(start).join()}`);
  },
  'timers-promises': async (note) => {
    note(`slept ${await timersPromises.setTimeout(5, 'value')}`);
    note(`zero ${await timersPromises.setTimeout(0, 'is one')}`);
    note(`immediate ${await timersPromises.setImmediate('value')}`);
    note(`promisified ${await promisify(setTimeout)(3, 'value')}`);
    note(`promisified immediate ${await promisify(setImmediate)('value')}`);
    await timersPromises.scheduler.wait(2);
    note('waited');
    await timersPromises.scheduler.yield();
    note('yielded');
    let turns = 0;
    for await (const value of timersPromises.setInterval(10, 'tick')) {
      note(value);
      if (++turns === 2) break;
    }
    const controller = new AbortController();
    const sleeping = timersPromises.setTimeout(1_000, undefined, { signal: controller.signal });
    setTimeout(() => controller.abort(), 4);
    await sleeping.catch((error: unknown) => note(show(error)));
    const stopped = new AbortController();
    setTimeout(() => stopped.abort(), 15);
    try {
      for await (const value of timersPromises.setInterval(10, 'tock', { signal: stopped.signal }))
        note(value);
    } catch (error) {
      note(show(error));
    }
    try {
      for await (const value of timersPromises.setInterval(10, 'never', { signal: AbortSignal.abort() }))
        note(value);
    } catch (error) {
      note(`at once ${show(error)}`);
    }
    await timersPromises
      .setTimeout(1_000, undefined, { signal: AbortSignal.abort() })
      .catch((error: unknown) => note(`at once ${show(error)}`));
  },
  'abort-timeout': async (note) => {
    const signal = AbortSignal.timeout(50);
    const any = AbortSignal.any([signal]);
    note(`aborted ${signal.aborted}`);
    await new Promise((resolve) => any.addEventListener('abort', resolve));
    note(`${show(signal.reason)} ${(signal.reason as Error).message}`);
  },
  'leaked-timers': (note) => {
    setTimeout(() => {}, 60_000);
    void timersPromises.setTimeout(50_000);
    setTimeout(() => {}, 70_000).unref();
    void timersPromises.setTimeout(80_000, undefined, { ref: false });
    AbortSignal.timeout(90_000);
    void timersPromises.setInterval(40_000)[Symbol.asyncIterator]().next();
    void timersPromises.setInterval(30_000, undefined, { ref: false })[Symbol.asyncIterator]().next();
    note('left');
  },
  entropy: async (note) => {
    note(`random ${Math.random()}`);
    note(`bytes ${randomBytes(8).toString('hex')}`);
    note(`uuid ${crypto.randomUUID()}`);
    note(`web uuid ${globalThis.crypto.randomUUID()}`);
    note(`values ${globalThis.crypto.getRandomValues(new Uint16Array(3)).join()}`);
    note(`node values ${crypto.getRandomValues(new Uint8Array(3)).join()}`);
    note(`int ${crypto.randomInt(1_000_000)} ${crypto.randomInt(5, 6)}`);
    note(`filled ${crypto.randomFillSync(Buffer.alloc(6), 2, 3).toString('hex')}`);
    note(`words ${crypto.randomFillSync(new Uint32Array(3), 1, 1).join()}`);
    const memory = new ArrayBuffer(4);
    crypto.randomFillSync(memory as unknown as Uint8Array);
    note(`memory ${Buffer.from(memory).toString('hex')}`);
    const { randomUUIDv7 } = crypto as { randomUUIDv7?: () => string };
    if (randomUUIDv7 !== undefined) note(`uuid7 ${randomUUIDv7()}`);
    const later = async (
      job: (done: (error: Error | null, value: unknown) => void) => void,
    ): Promise<string> =>
      new Promise((resolve, reject) => {
        job((error, value) => (error === null ? resolve(String(value)) : reject(error)));
      });
    note(
      `bytes later ${await later((done) => randomBytes(4, (error, bytes: Buffer) => done(error, bytes.toString('hex'))))}`,
    );
    note(
      `int later ${await later((done) => crypto.randomInt(1_000_000, (error, value) => done(error ?? null, value)))}`,
    );
    note(
      `from to later ${await later((done) => crypto.randomInt(7, 8, (error, value) => done(error ?? null, value)))}`,
    );
    note(
      `filled later ${await later((done) => crypto.randomFill(Buffer.alloc(4), (error, bytes: Buffer) => done(error, bytes.toString('hex'))))}`,
    );
    note(
      `part later ${await later((done) => crypto.randomFill(Buffer.alloc(4), 1, 2, (error, bytes: Buffer) => done(error, bytes.toString('hex'))))}`,
    );
  },
  dns: async (note) => {
    await new Promise<void>((resolve) => {
      dns.lookup('one.test', (error, address, family) => {
        note(`${error} ${address} ${family}`);
        resolve();
      });
    });
    const all = await new Promise((resolve) => {
      dns.lookup('two.test', { all: true }, (_error, addresses) => resolve(addresses));
    });
    note(JSON.stringify(all));
    note(JSON.stringify(await dnsPromises.lookup('three.test')));
    note(JSON.stringify(await dns.promises.lookup('four.test', { all: true })));
  },
  'dns records': async (note) => {
    note(await promisify(resolve4)('one.test').then(String));
    note(JSON.stringify(await new dnsPromises.Resolver().resolve4('two.test', { ttl: true })));
    for (const ask of [dnsPromises.resolve6, dnsPromises.resolveSrv, dnsPromises.reverse])
      await (ask as (name: string) => Promise<unknown>)('10.0.0.1').catch((error: unknown) =>
        note(show(error)),
      );
  },
  'captured clocks': async (note) => {
    const read = (): void =>
      note(`${perfHooks.performance.now()} ${uptime()} ${process.uptime()} ${new Event('x').timeStamp}`);
    read();
    await pass(1_500);
    read();
  },
  garbage: async (note) => {
    let target: object | undefined = {};
    const reference = new WeakRef(target);
    new FinalizationRegistry(() => note('finalized')).register(target, '');
    target = undefined;
    // Work of another thread lets macrotasks pass, in which a collection could show.
    for (let i = 0; i < 20; i++) {
      Array.from({ length: 10_000 }, () => ({}));
      collect();
      await crypto.subtle.digest('SHA-1', new Uint8Array(1));
    }
    note(`still there ${reference.deref() !== undefined}`);
  },
  'captured agent': async (note, { subject }) => {
    note(`the global one ${globalAgent === http.globalAgent}`);
    for (let i = 0; i < 2; i++)
      await new Promise<void>((resolve) => {
        const asked = get(`${subject.origin}/one`, { agent: globalAgent }, (answer) => {
          note(`${answer.statusCode} reused ${asked.reusedSocket}`);
          answer.resume().on('end', () => setImmediate(resolve));
        });
      });
  },
  "Node's own fetch": async (note, { subject }) => {
    const answer = await fetch(`${subject.origin}/one`);
    note(`${answer.status} ${await answer.text()}`);
  },
  'captured connect': async (note) => {
    const options = { host: 'gateway.test', port: 8080 };
    for (const socket of [
      netConnect(options),
      createConnection(options),
      new net.Socket().connect(options),
    ]) {
      await new Promise((resolve) => socket.once('connect', resolve));
      note(`${socket.remoteAddress}`);
      socket.destroy();
    }
  },
  'socket-timeout': async (note, context) => {
    const socket = await connect(context);
    for (const delay of [-1, Number.NaN, Infinity, '5' as unknown as number])
      try {
        socket.setTimeout(delay);
        note(`took ${delay}`);
      } catch (error) {
        note(`${delay}: ${show(error)}`);
      }
    socket.setTimeout(100, () => note('timeout'));
    await pass(60);
    socket.write('GET /one HTTP/1.1\r\nhost: x\r\n\r\n');
    socket.on('data', () => note('data'));
    await pass(250);
    socket.setTimeout(0);
    await pass(500);
    socket.destroy();
  },
  'thrown by a tick': () => {
    process.nextTick(() => {
      throw new RangeError('tick');
    });
    return never;
  },
  'thrown by a microtask': () => {
    queueMicrotask(() => {
      throw new RangeError('microtask');
    });
    return never;
  },
  'thrown by a timer': () => {
    setTimeout(() => {
      throw new RangeError('timer');
    }, 5);
    return never;
  },
  'thrown by an immediate': () => {
    setImmediate(() => {
      throw new RangeError('immediate');
    });
    return never;
  },
  'thrown by a listener of a socket': async (_note, context) => {
    const socket = await connect(context);
    socket.once('data', () => {
      throw new RangeError('listener');
    });
    socket.write('GET /one HTTP/1.1\r\nhost: x\r\n\r\n');
    return never;
  },
  'an error event without listener': async (_note, context) => {
    const socket = await connect(context);
    socket.destroy(new RangeError('event'));
    return never;
  },
  'a rejection that nobody handles': () => {
    void Promise.reject(new RangeError('rejection'));
    return never;
  },
  'a rejection that is handled in time': async (note) => {
    const rejected = Promise.reject(new RangeError('rejection'));
    await Promise.resolve();
    rejected.catch(() => note('handled'));
  },
  'two errors in one step': (note) => {
    process.nextTick(() => {
      throw new RangeError('first');
    });
    process.nextTick(() => {
      note('still runs');
      throw new RangeError('second');
    });
    setTimeout(() => note('never comes'), 1);
    return never;
  },
  'thrown by its caller, who is the harness': () => {
    throw new RangeError('sync');
  },
  'a timer every millisecond, for ever': () => {
    setInterval(() => {}, 1);
    return never;
  },
  'a timer every minute, for ever': () => {
    setInterval(() => {}, 60_000);
    return never;
  },
  'nothing left to happen': () => never,
};

export default defineScenario<{ origin: string; variant: string }, Record<string, never>>({
  name: 'programs',
  description: 'Small programs that look at the world from inside.',
  variants: Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, { params: {} }])),
  gateway: [
    {
      name: 'one',
      path: '/one',
      answer: () => ({ status: 200, framing: 'length', body: [plain('a'), wait(90), plain('b')] }),
    },
  ],
  subject: ({ origin, variant }) => ({ origin, variant }),
  actors: { program: async (context) => PROGRAMS[context.subject.variant]!(context.note, context) },
});
