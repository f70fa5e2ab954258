// A client that takes its process down in the sixth run of a process, or in every run; and one whose runs differ.
import { writeSync } from 'node:fs';
import { defineScenario } from '../../../simulate/scenario.ts';

/** Runs of this process. Three are made before the first case: the natural run, until it is steady. */
let runs = 0;
const SIXTH = 6;

type How = 'exits' | 'dies' | 'spins' | 'exits at once' | 'differs at first' | 'is calm' | 'has three faults';

/** What each variant does in a run. */
const DEEDS: Record<How, (note: (text: string) => void) => void> = {
  exits: () => {
    if (runs !== SIXTH) return;
    writeSync(2, 'these are my last words');
    process.exit(9);
  },
  dies: () => {
    if (runs === SIXTH) process.kill(process.pid, 'SIGKILL');
  },
  spins: () => {
    for (;;) if (runs !== SIXTH) return;
  },
  'exits at once': () => process.exit(0),
  // The first case runs fourth, and is run again fifth.
  'differs at first': (note) => note(runs < SIXTH ? `run ${runs}` : 'steady'),
  'is calm': () => {},
  'has three faults': () => {},
};

export default defineScenario<How, { how: How }>({
  name: 'ends',
  description: 'A client that takes its process down.',
  variants: Object.fromEntries(Object.keys(DEEDS).map((how) => [how, { params: { how: how as How } }])),
  gateway: [],
  subject: ({ params: { how } }) => how,
  actors: {
    reader: ({ subject, note }) => {
      runs++;
      DEEDS[subject](note);
    },
  },
  invariants: {
    calm: ({ case: { variant } }) =>
      variant === 'differs at first' || variant === 'has three faults' ? 'it is not calm' : undefined,
    quiet: ({ case: { variant } }) => (variant === 'has three faults' ? 'it is not quiet' : undefined),
    still: ({ case: { variant, actions } }) =>
      variant === 'has three faults' && actions.length > 1 ? 'it is not still' : undefined,
  },
});
