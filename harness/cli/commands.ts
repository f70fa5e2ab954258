// The table of commands: what they take, what they do, and examples that a test parses.
import type { CommandName } from './command-line.ts';

/** One command. `takes` is its positional argument as help shows it; `about` is one sentence. */
export type CommandRow = {
  takes: string;
  about: string;
  details: readonly string[];
  examples: readonly string[];
};

/** Every command by name, in the order of the help. */
export const COMMANDS: Readonly<Record<CommandName, CommandRow>> = {
  run: {
    takes: '[SCENARIO...]',
    about: 'Explore scenarios, and report, shrink and save what fails.',
    details: [
      'SCENARIO is a name, the start of one up to a "/" (btw is every btw/...), a pattern with "*" (quote it), or the',
      'path of a module. Without one, every scenarios/**/scenario.ts and **/NAME.scenario.ts below this folder runs.',
      'Results go to stdout, progress to stderr, repros into the --out folder.',
      'A run with the same seed tries the same cases, so the default run is a regression suite; for fuzzing, use',
      '--seed random, which prints the seed it drew. The first Ctrl-C ends the run after the current case and',
      'reports what was found; the second ends it at once.',
      'With --with, imports of that package lead to that version, from scenarios, clients and packages in between; a',
      'range or a tag is made exact by npm. What a variant is expected to show is then no longer demanded.',
      'With --node, clients run on that Node.js, and closecall itself on its own. A version in part is that of closecall if',
      'it fits, else the newest in the cache, else what npm has; 20.11 is the oldest.',
    ],
    examples: [
      'run',
      'run btw --variant shared --cases 20000',
      "run 'plain-undici/*' --seed random --time-budget 2m",
      'run plain-undici --with undici@8.5.0',
      'run clients/fetch --node 20',
      'run ./my-client.scenario.ts',
      'run --reporter json=reports/result.json',
      'run btw --confirm',
    ],
  },
  replay: {
    takes: 'FILE',
    about: 'Run a saved failure again, bit for bit, and show it.',
    details: [
      'Needs the versions and the source that it was recorded with; after a change, use retry.',
      'A trace that changed although they did not is "diverged", and the first differing step is named.',
      'What was recorded --with a package, or on the Node.js of --node, is replayed on it.',
      'With --loopback the case runs over real sockets on 127.0.0.1, each try in a process of its own: also after a',
      'change, and then any finding with the same promise and code counts. A try that real sockets could not be brought',
      'through is not confirmable, which is counted apart from one that ran through without the finding.',
    ],
    examples: ['replay reports/NAME.repro.json', 'replay reports/NAME.repro.json --loopback 10'],
  },
  retry: {
    takes: 'FILE',
    about: 'Try a saved failure against changed code: the case itself, then neighbours of it.',
    details: ['A choice of the case that no longer applies is left to the natural order.'],
    examples: [
      'retry reports/NAME.repro.json --neighbours 1000',
      'retry reports/NAME.repro.json --with undici@latest',
    ],
  },
  list: {
    takes: '',
    about: 'List scenarios, their variants and what each is expected to show.',
    details: [],
    examples: ['list', 'list --json'],
  },
  help: {
    takes: '[COMMAND]',
    about: 'Show this help, or that of one command.',
    details: [],
    examples: ['help run'],
  },
};

/** Names of all commands. */
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
