// The table of options: it drives parsing and help, so that the two cannot differ.
import { EJECT_TRIES, EXPLAINED, LOOPBACK_TRIES } from '../model/limits.ts';
import type { CommandName } from './command-line.ts';

/** One option. `commands` lists where it may stand; `default` is what is used without it, as it would be typed. */
export type OptionRow = {
  name: string;
  short?: string;
  /** `number?` may stand alone, or be followed by a whole number. */
  type: 'boolean' | 'string' | 'number?';
  /** Stands for the value in help; given for every option but booleans. */
  metavar?: string;
  default?: string;
  isRepeatable?: boolean;
  /** The configuration may have it, under its name in camel case, and a variable, `CLOSECALL_` and its name. */
  isSetting?: boolean;
  /** Of what is set, not typed: what a command cannot take, and goes without. */
  isUnfit?: (value: string, command: CommandName) => boolean;
  help: string;
  commands: readonly CommandName[];
};

const ANYWHERE: readonly CommandName[] = [
  'run',
  'replay',
  'retry',
  'bisect',
  'explain',
  'eject',
  'lab run',
  'lab score',
  'merge-reports',
  'init',
  'list',
  'help',
];

/** Every option, in the order of the help. */
export const OPTIONS: readonly OptionRow[] = [
  {
    name: 'variant',
    type: 'string',
    metavar: 'NAME[,NAME]',
    isRepeatable: true,
    help: 'only these variants; all by default',
    commands: ['run'],
  },
  {
    name: 'seed',
    type: 'string',
    metavar: 'N|random',
    default: '1',
    isSetting: true,
    help: 'what cases are drawn from; fixed, so that a run can be repeated',
    commands: ['run', 'retry', 'bisect', 'lab run', 'lab score'],
  },
  {
    name: 'explore',
    type: 'string',
    metavar: 'STRATEGY',
    default: 'portfolio',
    isSetting: true,
    // A battery draws.
    isUnfit: (value, command) => command !== 'run' && value === 'exhaustive',
    help: 'how cases are drawn; see below',
    commands: ['run', 'lab run', 'lab score'],
  },
  {
    name: 'cases',
    type: 'string',
    metavar: 'N',
    default: '1000',
    isSetting: true,
    // What is enough for a scenario is not for a battery.
    isUnfit: (_, command) => command === 'lab run',
    help: 'cases per scenario and variant; exhaustive and lab: no limit, unless given',
    commands: ['run', 'lab run'],
  },
  {
    name: 'time-budget',
    type: 'string',
    metavar: 'TIME',
    isSetting: true,
    help: 'end the whole run after this long (500ms, 30s, 2m, 1h); lab: a hunt, 60s without --cases',
    commands: ['run', 'lab run', 'lab score'],
  },
  {
    name: 'reporter',
    short: 'r',
    type: 'string',
    metavar: 'NAME[=FILE]',
    isRepeatable: true,
    isSetting: true,
    // Its reports are others, and would replace those of a run.
    isUnfit: (_, command) => command === 'bisect',
    help: 'write the result so, to FILE or stdout; may be repeated',
    commands: ['run', 'bisect', 'lab run', 'merge-reports'],
  },
  {
    name: 'out',
    short: 'o',
    type: 'string',
    metavar: 'FOLDER',
    default: 'reports',
    isSetting: true,
    help: 'where repros are saved; eject: the folder or file of its script',
    commands: ['run', 'eject', 'lab run', 'lab score', 'merge-reports'],
  },
  {
    name: 'workers',
    type: 'string',
    metavar: 'N',
    default: 'all',
    isSetting: true,
    help: 'worker processes, at most one per processor',
    commands: ['run', 'bisect', 'lab run'],
  },
  {
    name: 'shard',
    type: 'string',
    metavar: 'I/N',
    help: 'run the I-th of N parts; without it, the part that a CI names (help run)',
    commands: ['run', 'lab run'],
  },
  {
    name: 'no-corpus',
    type: 'boolean',
    isSetting: true,
    help: 'do not try first what earlier runs kept',
    commands: ['run', 'lab run'],
  },
  {
    name: 'save',
    type: 'boolean',
    help: "copy repros of what is found and new into the scenario's folder repros/",
    commands: ['run', 'lab run'],
  },
  {
    name: 'baseline',
    type: 'string',
    metavar: 'FILE',
    isSetting: true,
    help: 'findings that are known, and fail no run; FILE is made by --update-baseline',
    commands: ['run', 'lab run', 'merge-reports'],
  },
  {
    name: 'update-baseline',
    type: 'boolean',
    help: 'write into the --baseline what is new, and take out what is gone',
    commands: ['run', 'lab run', 'merge-reports'],
  },
  {
    name: 'until-first',
    type: 'boolean',
    help: 'end the run at the first finding that is neither expected nor known',
    commands: ['run', 'lab run'],
  },
  {
    name: 'with',
    type: 'string',
    metavar: 'NAME@VERSION',
    isRepeatable: true,
    isSetting: true,
    help: 'run on this version of a package, installed into a cache; may be repeated',
    commands: ['run', 'replay', 'retry', 'explain', 'eject', 'lab run'],
  },
  {
    name: 'node',
    type: 'string',
    metavar: 'VERSION',
    isSetting: true,
    help: 'run clients on this version of Node.js (20, 22.19.0), installed into a cache',
    commands: ['run', 'replay', 'retry', 'explain', 'lab run', 'lab score'],
  },
  {
    name: 'resume',
    type: 'boolean',
    help: 'go on with the interrupted or killed run in the --out folder; same arguments as before',
    commands: ['run', 'lab run'],
  },
  {
    name: 'check-determinism',
    type: 'boolean',
    help: 'run every case three times, in two processes, and compare the traces',
    commands: ['run', 'lab run'],
  },
  {
    name: 'confirm',
    type: 'number?',
    metavar: '[N]',
    isSetting: true,
    help: `run the smallest case of each finding on real sockets, N times (${LOOPBACK_TRIES})`,
    commands: ['run', 'lab run'],
  },
  {
    name: 'explain',
    type: 'number?',
    metavar: '[N]',
    isSetting: true,
    help: `say why the first N findings fail, unexpected ones first (${EXPLAINED}); some seconds each`,
    commands: ['run', 'lab run'],
  },
  {
    name: 'bound',
    type: 'string',
    metavar: 'N',
    default: '1',
    help: '--explore exhaustive: actions and held events of a case, at most',
    commands: ['run'],
  },
  {
    name: 'loopback',
    type: 'number?',
    metavar: '[N]',
    help: `run the case on real sockets instead, N times (${LOOPBACK_TRIES})`,
    commands: ['replay'],
  },
  {
    name: 'neighbours',
    type: 'string',
    metavar: 'N',
    default: '200',
    isSetting: true,
    help: 'variations of the case to try after itself',
    commands: ['retry', 'bisect'],
  },
  {
    name: 'package',
    type: 'string',
    metavar: 'NAME',
    help: 'the package whose releases are searched; by default the one that FILE was recorded --with',
    commands: ['bisect'],
  },
  {
    name: 'from',
    type: 'string',
    metavar: 'VERSION',
    help: 'the first release to look at; all by default',
    commands: ['bisect'],
  },
  {
    name: 'to',
    type: 'string',
    metavar: 'VERSION',
    help: 'the last release to look at',
    commands: ['bisect'],
  },
  {
    name: 'include-prereleases',
    type: 'boolean',
    help: 'look at alphas, betas and release candidates too',
    commands: ['bisect'],
  },
  {
    name: 'all',
    type: 'boolean',
    help: 'try every release, instead of narrowing down',
    commands: ['bisect'],
  },
  {
    name: 'as',
    type: 'string',
    metavar: 'FORM',
    default: 'script',
    help: 'what the script is: script (a program) or vitest (a test)',
    commands: ['eject'],
  },
  {
    name: 'tries',
    type: 'string',
    metavar: 'N',
    default: String(EJECT_TRIES),
    help: 'how often it is run before it is written',
    commands: ['eject'],
  },
  {
    name: 'json',
    type: 'boolean',
    help: 'print JSON instead of the screen',
    commands: ['replay', 'retry', 'explain', 'eject', 'lab score', 'list'],
  },
  {
    name: 'client',
    type: 'string',
    metavar: 'NAME',
    default: 'undici',
    help: 'whose battery it is',
    commands: ['lab run'],
  },
  {
    name: 'repeat',
    type: 'string',
    metavar: 'N',
    default: '1',
    help: 'hunt so often, with seeds in a row',
    commands: ['lab score'],
  },
  {
    name: 'dry-run',
    type: 'boolean',
    help: 'say what would be written, and write nothing',
    commands: ['init'],
  },
  {
    name: 'verbose',
    type: 'boolean',
    help: 'say where the value of every option is from',
    commands: ANYWHERE,
  },
  { name: 'help', short: 'h', type: 'boolean', help: 'show help', commands: ANYWHERE },
  {
    name: 'version',
    short: 'V',
    type: 'boolean',
    help: 'print the version of closecall',
    commands: ANYWHERE,
  },
];

/** What people ask for and closecall does not do: refused with the reason, never simulated wrongly. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  http2:
    'HTTP/2 is not supported: the simulated gateway speaks HTTP/1.1. Run the client with HTTP/2 switched off.',
  h2: 'HTTP/2 is not supported: the simulated gateway speaks HTTP/1.1. Run the client with HTTP/2 switched off.',
};
