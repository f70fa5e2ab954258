// A client that takes its process down in the sixth run of a process, or in every run; and one whose runs differ.
import { writeSync } from 'node:fs';
import http from 'node:http';
import { constants } from 'node:os';
import { realExit } from '../../../simulate/install-endings.ts';
import { defineScenario } from '../../../simulate/scenario.ts';

/** Runs of this process. Three are made before the first case: the natural run, until it is steady. */
let runs = 0;
const SIXTH = 6;

type How =
  | 'exits'
  | 'dies'
  | 'spins'
  | 'exits at once'
  | 'dies at once'
  | 'dies in every case but the natural one'
  | 'dies now and then'
  | 'asks a broken route'
  | 'asks a route that waits for another'
  | 'differs at first'
  | 'is calm'
  | 'has three faults'
  | 'throws for good';

/** What the natural run draws. */
let naturalDraw: number | undefined;

/** What a throw has left the client in, for good. */
let isStuck = false;

/** Ends as native code would bring them about, past every trampoline. */
const native = process as unknown as { _kill(pid: number, signal: number): void };
const dieBySignal = (): void => native['_kill'](process.pid, constants.signals.SIGKILL);

/** What each variant does in a run. */
const DEEDS: Record<How, (note: (text: string) => void) => unknown> = {
  exits: () => {
    if (runs !== SIXTH) return;
    writeSync(2, 'these are my last words');
    realExit(9);
  },
  dies: () => {
    if (runs === SIXTH) dieBySignal();
  },
  spins: () => {
    for (;;) if (runs !== SIXTH) return;
  },
  'exits at once': () => process.exit(0),
  'dies at once': dieBySignal,
  // The natural run comes first, and it is the one that always draws the same.
  'dies in every case but the natural one': () => {
    const drawn = Math.random();
    if (drawn !== (naturalDraw ??= drawn)) dieBySignal();
  },
  // Which case does is in what it draws: it dies alone as well.
  'dies now and then': () => {
    if (Math.random() < 0.01) dieBySignal();
  },
  'asks a broken route': () => new Promise((resolve) => http.get('http://gateway.test:8080/broken', resolve)),
  'asks a route that waits for another': () =>
    new Promise((resolve) =>
      http.get('http://gateway.test:8080/halted', (answer) => answer.resume().on('end', resolve)),
    ),
  // The first case runs fourth, and is run again fifth.
  'differs at first': (note) => note(runs < SIXTH ? `run ${runs}` : 'steady'),
  'is calm': () => {},
  'has three faults': () => {},
  'throws for good': (note) => {
    if (isStuck) note('it does nothing any more');
    const drawn = Math.random();
    if (drawn === (naturalDraw ??= drawn) || drawn > 0.5) return;
    setTimeout(() => {
      isStuck = true;
      throw new Error('in the midst of it');
    }, 1);
  },
};

export default defineScenario<How, { how: How }>({
  name: 'ends',
  description: 'A client that takes its process down.',
  variants: Object.fromEntries(Object.keys(DEEDS).map((how) => [how, { params: { how: how as How } }])),
  gateway: [
    {
      name: 'broken',
      path: '/broken',
      answer: () => {
        throw new Error('no answer');
      },
    },
    {
      name: 'halted',
      path: '/halted',
      answer: () => ({ status: 200, body: [{ untilRequest: 'broken' }, { text: 'a', wire: 'a' }] }),
    },
  ],
  subject: ({ params: { how } }) => how,
  actors: {
    reader: ({ subject, note }) => {
      runs++;
      return DEEDS[subject](note);
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
