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
      'With --explore exhaustive, every case of up to --bound elements is run, and a certificate says what was covered.',
      'With --with, imports of that package lead to that version, from scenarios, clients and packages in between; a',
      'range or a tag is made exact by npm. What a variant is expected to show is then no longer demanded.',
      'With --node, clients run on that Node.js, and closecall itself on its own. A version in part is that of closecall if',
      'it fits, else the newest in the cache, else what npm has; 20.11 is the oldest.',
      'Cases that were kept, in the folders repros/ of scenarios and in the --out folder, are tried before new ones: as they',
      'were, or with neighbours when sources or versions have changed. One that still fails is a finding; what is expected,',
      'new cases have to show all the same.',
      'A --baseline has the findings that are known: they are shown and fail nothing, new ones do, and those that a run to its',
      'end did not show are gone. It is made and brought up to date by --update-baseline, and kept with the sources.',
      'A shard takes the cases whose index leaves I-1 when divided by N; merge-reports makes one result of the blobs of all',
      'shards, and judges what is expected. Without --shard, I and N are those of a parallel job of GitLab, CircleCI or',
      'Buildkite, or of an indexed job of Kubernetes, with the total in CLOSECALL_SHARD_TOTAL.',
    ],
    examples: [
      'run',
      'run btw --variant shared --cases 20000',
      "run 'plain-undici/*' --seed random --time-budget 2m",
      'run plain-undici --with undici@8.5.0',
      'run ecosystem/fetch --node 20',
      'run ./my-client.scenario.ts',
      'run --reporter json=reports/result.json',
      'run --baseline closecall-baseline.json --reporter github --reporter junit=reports/junit.xml',
      'run btw --confirm',
      'run --shard 2/5 --reporter blob',
      'run --seed random --until-first --save',
      'run btw/left-midway --explore exhaustive --bound 2',
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
  bisect: {
    takes: 'FILE',
    about: 'Find the releases of a package that have a saved failure: what brought it, and what removed it.',
    details: [
      'Retries the case on releases of the package, each installed into the cache as by --with. Every major is searched by',
      'itself: first the first and last release of each minor, then between each two whose verdicts differ. What comes',
      'and goes between two of those is only seen with --all. A release that does not install or load, or on which the',
      'case does not happen, has no verdict, and the report says between which releases a change lies.',
      'VERSION may be the beginning of one: --from 7 --to 8.4 is 7.0.0 to the last of 8.4.',
    ],
    examples: [
      'bisect reports/NAME.repro.json --package undici',
      'bisect reports/NAME.repro.json --package undici --from 8 --all --reporter json=reports/bisect.json',
    ],
  },
  explain: {
    takes: 'FILE',
    about: 'Say why a saved failure fails: what is different in the nearest run that passes, and more.',
    details: [
      'Runs the case with one decision taken differently, and shows the run that passes and parts from the failing one last,',
      'side by side; at random from each step on, which shows where the failure becomes certain; without each of its parts;',
      'and on every other variant. And it lists the steps that the failure depends on. docs/explain.md tells how to read it.',
      'A case that does not fail as it did is not explained; after a change, use retry.',
    ],
    examples: ['explain reports/NAME.repro.json', 'explain reports/NAME.repro.json --json'],
  },
  eject: {
    takes: 'FILE',
    about: 'Write a saved failure as one script that shows it without closecall, over 127.0.0.1.',
    details: [
      'The script needs Node.js and the packages that the client imports, and prints what it sees. It is run before it is',
      'written, and says in its head how many of the tries showed the failure, on which versions. docs/eject.md tells',
      'how it works, and what cannot be ejected.',
    ],
    examples: [
      'eject reports/NAME.repro.json',
      'eject reports/NAME.repro.json --as vitest --out NAME.test.mjs',
    ],
  },
  'lab run': {
    takes: '',
    about: "Draw programs over a client's public surface, and hunt for what it does wrong.",
    details: [
      'A battery of programs: what is asked for and how the answer is read, given up and ended is drawn, and so is what the',
      'gateway and the network do to it. What must hold is computed from what the gateway really put on the wire.',
      'Otherwise as run: the same seed tries the same cases, and every finding is saved in the --out folder.',
    ],
    examples: [
      'lab run',
      'lab run --with undici@7.30.2 --time-budget 2m',
      'lab run --client fetch --reporter json=reports/fetch.json',
      'lab run --client got --cases 5000 --workers 1',
    ],
  },
  'lab score': {
    takes: '[BUG...]',
    about: 'Hunt for known bugs, each in a release that has it and in one that does not.',
    details: [
      'BUG is the id of a known bug, or a client for all of its; all by default. One counts as found when something of its',
      'kind fails on the bad release, and neither that case nor the same finding shows on the good one. With --repeat each',
      'pair is also summed up: found from how many of the seeds, and after how long.',
    ],
    examples: [
      'lab score',
      'lab score --node 22',
      'lab score undici#5360 --time-budget 2m',
      'lab score undici --repeat 5 --json',
    ],
  },
  'merge-reports': {
    takes: 'DIR',
    about: 'Make one report of those of all shards, and judge it as one run.',
    details: [
      'DIR has the blobs (run --reporter blob) of all shards of one run, also in folders below it. The findings, counts and',
      'exit code are those of the run that was not divided. Repros are written into the --out folder. Blobs that are not all',
      'shards of one run, each once, are refused.',
    ],
    examples: ['merge-reports blobs', 'merge-reports blobs --reporter json=reports/result.json'],
  },
  init: {
    takes: '[FILE[#NAME]]',
    about: 'Write a first scenario for a client of this project, and what runs it.',
    details: [
      'FILE is the module of the client, NAME what it exports; without, the one exported function that makes requests and',
      'can be given up. Written are a scenario beside it, the script "closecall", tests where vitest is there, and a job',
      'where GitHub Actions are. What is there already is left alone.',
    ],
    examples: ['init', 'init src/stream-answer.ts#streamAnswer', 'init --dry-run'],
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
