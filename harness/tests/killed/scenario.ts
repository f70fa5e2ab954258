// A client for campaigns that are killed: some of its cases fail, and where a file is named for it, one spins for ever once
// it has said there that it does.
import { writeFileSync } from 'node:fs';
import { defineScenario } from '../../index.ts';

type How = 'faulty' | 'calm' | 'spins';

/** Environment variable with the file that a spinning client writes before it spins; without it none spins. */
export const SPIN_FILE = 'CLOSECALL_TEST_SPIN_FILE';

/** Share of the cases that spin, and that break an invariant. The natural case, run first, draws more. */
const SHARE = 0.05;

export default defineScenario<How, { how: How }>({
  name: 'killed',
  description: 'Cases that fail, that spin, and that do neither.',
  variants: {
    faulty: { params: { how: 'faulty' } },
    calm: { params: { how: 'calm' } },
    spins: { params: { how: 'spins' } },
  },
  gateway: [],
  subject: ({ params: { how } }) => how,
  actors: {
    reader: ({ subject, note }) => {
      const draw = 1 - Math.random();
      if (draw >= SHARE) return;
      if (subject === 'faulty') note(draw < SHARE / 4 ? 'hardly ever' : 'seldom');
      const file = process.env[SPIN_FILE];
      if (subject !== 'spins' || file === undefined) return;
      writeFileSync(file, String(process.pid));
      for (;;);
    },
  },
  invariants: {
    seldom: ({ events }) =>
      events.some((event) => event.kind === 'note' && event.text === 'seldom') ? 'it was' : undefined,
    'hardly ever': ({ events }) =>
      events.some((event) => event.kind === 'note' && event.text === 'hardly ever') ? 'it was' : undefined,
  },
});
