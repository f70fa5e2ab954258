// A client that takes its process down when it is disturbed at one moment, or leaves something running, and a mark at any other.
import { constants } from 'node:os';
import { defineScenario } from '../../../index.ts';

/** Ends as native code would bring it about, past every trampoline. */
const native = process as unknown as { _kill(pid: number, signal: number): void };

type Params = { breaks?: 'dies' | 'leaves a timer'; diesAtOnce?: boolean };
type Subject = Params & { isAtIt: boolean; marks: number };

export default defineScenario<Subject, Params>({
  name: 'deaths',
  variants: {
    fragile: { params: { breaks: 'dies' } },
    untidy: { params: { breaks: 'leaves a timer' } },
    robust: { params: {} },
    stillborn: { params: { diesAtOnce: true } },
  },
  gateway: [],
  subject: ({ params }) => ({ ...params, isAtIt: false, marks: 0 }),
  actors: {
    worker: async ({ subject, note }) => {
      if (subject.diesAtOnce === true) native['_kill'](process.pid, constants.signals.SIGKILL);
      await new Promise((resolve) => void setImmediate(resolve));
      subject.isAtIt = true;
      await Promise.resolve();
      subject.isAtIt = false;
      await new Promise((resolve) => void setImmediate(resolve));
      note(`${subject.marks} marks`);
    },
  },
  cancellable: false,
  actions: {
    disturb: {
      run: ({ subject }) => {
        if (subject.isAtIt && subject.breaks === 'dies')
          native['_kill'](process.pid, constants.signals.SIGKILL);
        if (subject.isAtIt && subject.breaks === 'leaves a timer') setInterval(() => {}, 1_000);
        subject.marks++;
      },
    },
  },
});
