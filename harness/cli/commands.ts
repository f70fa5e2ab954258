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
    ],
    examples: [
      'run',
      'run btw --variant shared --cases 20000',
      "run 'plain-undici/*' --seed random --time-budget 2m",
      'run ./my-client.scenario.ts',
      'run --reporter json=reports/result.json',
    ],
  },
  replay: {
    takes: 'FILE',
    about: 'Run a saved failure again, bit for bit, and show it.',
    details: [
      'Needs the versions and the source that it was recorded with; after a change, use retry.',
      'A trace that changed although they did not is "diverged", and the first differing step is named.',
    ],
    examples: ['replay reports/NAME.repro.json'],
  },
  retry: {
    takes: 'FILE',
    about: 'Try a saved failure against changed code: the case itself, then neighbours of it.',
    details: ['A choice of the case that no longer applies is left to the natural order.'],
    examples: ['retry reports/NAME.repro.json --neighbours 1000'],
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
