// No network: actors that look, wait and act, and what comes between. Small enough to try every case in every way.
import { defineScenario } from '../../../index.ts';

type Params = { needs: number };
type Subject = { flips: number; needs: number };

const nextImmediate = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export default defineScenario<Subject, Params>({
  name: 'suspended',
  description: 'An actor that fails when too much comes between its look and its act.',
  variants: { one: { params: { needs: 1 } }, two: { params: { needs: 2 } }, three: { params: { needs: 3 } } },
  gateway: [],
  subject: ({ params: { needs } }) => ({ flips: 0, needs }),
  actors: {
    looker: async ({ subject, note }) => {
      await nextImmediate();
      const seen = subject.flips;
      await Promise.resolve();
      await Promise.resolve();
      note(`acts after ${subject.flips} flips`);
      if (subject.flips - seen >= subject.needs) note('too late');
    },
    other: async ({ note }) => {
      await nextImmediate();
      note('is there');
    },
  },
  cancellable: false,
  actions: {
    // There is nothing to do when it has been done so often.
    flip: {
      applies: ({ subject }) => subject.flips < subject.needs,
      run: ({ subject }) => void subject.flips++,
    },
  },
  invariants: {
    'nothing comes between': ({ events }) =>
      events.some((event) => event.kind === 'note' && event.text === 'too late')
        ? 'something came between'
        : undefined,
  },
});
