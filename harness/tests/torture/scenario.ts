// Clients that do the worst things to their process, a few among many good ones; which one a case gets is drawn inside it.
import { stat } from 'node:fs';
import http from 'node:http';
import { constants } from 'node:os';
import { defineScenario, plain } from '../../index.ts';

/** Ends as native code would bring them about, past every trampoline. */
const native = process as unknown as {
  _kill(pid: number, signal: number): void;
  reallyExit(code: number): void;
};
const dieBy = (signal: keyof typeof constants.signals): void =>
  native['_kill'](process.pid, constants.signals[signal]);

class NativeCallbackError extends Error {
  override readonly name = 'NativeCallbackError';
}

/** What is kept for good. */
const kept: unknown[] = [];

/** Every deed by the code of the finding that it has to become; two of a code are told apart by a number. */
const DEEDS: Readonly<Record<string, () => void>> = {
  'process-exit': () => process.exit(3),
  'process-exit 2': () => native.reallyExit(4),
  'process-abort': () => process.abort(),
  'signal:SIGTERM': () => process.kill(process.pid, 'SIGTERM'),
  spin: () => {
    for (;;);
  },
  'spin 2': () => {
    const again = (): void => void Promise.resolve().then(again);
    again();
  },
  'spin 3': () => {
    const again = (): void => process.nextTick(again);
    again();
  },
  'out-of-memory': () => {
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
  },
  'out-of-memory 2': () => {
    for (;;) kept.push(Buffer.alloc(4_000_000, 1));
  },
  blocked: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  'signal:SIGSEGV': () => dieBy('SIGSEGV'),
  'signal:SIGKILL': () => dieBy('SIGKILL'),
  'signal:SIGABRT': () => dieBy('SIGABRT'),
  TypeError: () =>
    queueMicrotask(() => {
      throw new TypeError('thrown in a microtask');
    }),
  RangeError: () =>
    process.nextTick(() => {
      throw new RangeError('thrown in a tick');
    }),
  SyntaxError: () => void Promise.reject(new SyntaxError('rejected, and nobody listens')),
  NativeCallbackError: () =>
    stat('.', () => {
      throw new NativeCallbackError('thrown in the callback of real work');
    }),
};

/** Share of bad cases. */
const BAD_SHARE = 0.06;

export default defineScenario<boolean, { isBad: boolean }>({
  name: 'torture',
  description: 'Clients that exit, spin, allocate, abort and throw, among good ones.',
  variants: {
    mild: { params: { isBad: false }, description: 'only notes what the other would do' },
    tortured: { params: { isBad: true } },
    leaks: { params: { isBad: false }, description: 'keeps 4 MB of every run' },
  },
  gateway: [{ name: 'text', path: '/text', answer: () => ({ status: 200, body: [plain('some text')] }) }],
  faults: [],
  cancellable: false,
  subject: ({ params: { isBad }, variant }) => {
    if (variant === 'leaks') kept.push(Buffer.alloc(4_000_000, 1));
    return isBad;
  },
  actors: {
    reader: async ({ subject: isBad, note, deliver }) => {
      // The first draws of the natural run, which has to be a good one, are small.
      const [draw, which] = [1 - Math.random(), Math.random()];
      await new Promise<void>((resolve) => {
        http.get('http://gateway.test:8080/text', { agent: false }, (answer) =>
          answer.setEncoding('utf8').on('data', deliver).on('end', resolve),
        );
      });
      if (draw >= BAD_SHARE) return;
      const names = Object.keys(DEEDS);
      const name = names[Math.floor(which * names.length)]!;
      if (isBad) DEEDS[name]!();
      else note(name);
    },
  },
});
