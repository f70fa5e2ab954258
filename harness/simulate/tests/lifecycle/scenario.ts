// A scenario without a client: what happens in which order in a run, and where injected actions land in it.
import { defineScenario, type ActorContext } from '../../scenario.ts';

type Subject = { note: (text: string) => void; isBuilt: boolean };
type Params = { late?: boolean; dispose?: 'fails' | 'hangs' };

async function pass(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** A handler with ticks, microtasks and an immediate behind it: the event `timer#0`. */
async function handle({ subject, note }: ActorContext<Subject>): Promise<void> {
  subject.note = note;
  setTimeout(() => {
    note('handler');
    process.nextTick(() => note('tick'));
    setImmediate(() => note('immediate'));
    let turn = 0;
    const next = (): void => {
      note(`turn ${++turn}`);
      if (turn < 3) queueMicrotask(next);
    };
    queueMicrotask(next);
  }, 10);
  await pass(30);
}

export default defineScenario<Subject, Params>({
  name: 'lifecycle',
  description: 'What happens in which order in a run.',
  variants: {
    default: { params: {} },
    late: { params: { late: true } },
    'dispose fails': { params: { dispose: 'fails' } },
    'dispose hangs': { params: { dispose: 'hangs' } },
  },
  gateway: [],
  subject: async ({ params, track }) => {
    if (params.late === true) await pass(5);
    track('stream', `stream of ${params.dispose ?? 'nothing'}`, () => params.dispose !== undefined);
    return { note: () => {}, isBuilt: true, params };
  },
  actors: {
    handler: handle,
    caller: async ({ subject, call, act, note, signal }) => {
      note(`built ${subject.isBuilt}`);
      signal.addEventListener('abort', () => note('aborted'));
      await call('one', async () => 'value');
      await call('two', () => Promise.reject(new TypeError('two'))).catch(() => {});
      act('give up', ['caller', 'handler', 'nobody'], () => note('given up'));
      return 'done';
    },
    thrower: () => {
      throw new TypeError('at once');
    },
  },
  actions: {
    poke: { run: ({ subject }) => subject.note('poked') },
    impossible: { cancels: ['handler'], applies: () => false, run: ({ subject }) => subject.note('never') },
    softly: { cancels: ['handler'], prompt: false, run: () => {} },
    explode: {
      run: () => {
        throw new RangeError('action');
      },
    },
  },
  probe: ({ note }) => note('probe'),
  dispose: (subject) => {
    const { params } = subject as Subject & { params: Params };
    subject.note('dispose');
    if (params.dispose === 'fails') throw new TypeError('dispose');
    return params.dispose === 'hangs' ? new Promise(() => {}) : undefined;
  },
});
