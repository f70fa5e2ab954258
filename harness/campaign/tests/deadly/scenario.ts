// A client that, told to, complains or takes its process down, by variant.
import { constants } from 'node:os';
import { defineScenario } from '../../../simulate/scenario.ts';

/** Ends as native code would bring it about, past every trampoline. */
const native = process as unknown as { _kill(pid: number, signal: number): void };

export default defineScenario<{ complaints: number }, { isFragile: boolean }>({
  name: 'deadly',
  description: 'A client that complains, or dies.',
  variants: { sturdy: { params: { isFragile: false } }, fragile: { params: { isFragile: true } } },
  subject: ({ params: { isFragile }, track }) => {
    const subject = {
      complaints: 0,
      strike: () => {
        if (isFragile) native['_kill'](process.pid, constants.signals.SIGKILL);
        subject.complaints++;
      },
    };
    track('stream', 'a complaint', () => subject.complaints > 0);
    return subject;
  },
  actors: {
    waiter: async () => {
      for (let nth = 0; nth < 3; nth++) await new Promise<void>((resolve) => setTimeout(resolve, 10));
    },
  },
  cancellable: false,
  actions: {
    strike: { run: ({ subject }) => (subject as unknown as { strike(): void }).strike() },
    rest: { run: () => {} },
  },
});
