// argv → what to do. Every mistake is one ClosecallError that names what was typed, what is allowed, and the nearest name.
import { ClosecallError } from '../model/closecall-error.ts';
import { SCRIPT_FORMS, type ScriptForm } from '../model/eject-outcome.ts';
import {
  formatPackageSpec,
  parseNodeSpec,
  parsePackageName,
  parsePackageSpecs,
  type PackageSpec,
} from '../model/package-spec.ts';
import { isRelease } from '../model/release.ts';
import { STRATEGIES, type StrategyName } from '../model/strategy.ts';
import { EXHAUSTIVE_BOUND_MAX, EXPLAINED, LOOPBACK_TRIES } from '../model/limits.ts';
import { BISECT_REPORTERS } from '../report/bisect-reporters.ts';
import { REPORTERS } from '../report/reporters.ts';
import type {
  BaselineChoice,
  CommandLine,
  CommandName,
  ReporterChoice,
  RunCommand,
  SeedChoice,
} from './command-line.ts';
import { COMMAND_NAMES, COMMANDS } from './commands.ts';
import { findBattery } from './lab.ts';
import { parseShard } from './choose-shard.ts';
import { nameUnknown } from './name-unknown.ts';
import { OPTIONS } from './option-table.ts';
import { NO_SETTINGS, settingsOf, type Settings } from './settings.ts';
import { parseDuration } from './parse-duration.ts';
import { parseNumber } from './parse-number.ts';
import { readArguments, type Arguments } from './read-arguments.ts';
import { readReporters } from './read-reporters.ts';

/** Largest seed: fast-check takes 32 bits. */
export const SEED_MAX = 0xffff_ffff;

/** Cases that nobody runs: the budget of time ends it. */
export const CASES_MAX = 100_000_000;
const WORKERS_MAX = 256;
const NEIGHBOURS_MAX = 1_000_000;
const TRIES_MAX = 10_000;
const SEEDS_MAX = 1_000;

/** How long a battery runs, and the hunt for one known bug, without `--time-budget`. */
const HUNT_BUDGET = '60s';

/**
 * Understands `argv` (without node and script); what it does not say is set by `settings`. Throws a ClosecallError with exit
 * code 2.
 */
export function parseCommandLine(argv: readonly string[], settings: Settings = NO_SETTINGS): CommandLine {
  const given = readArguments(argv);
  const [word, ...rest] = joinTwoWords(given.positionals);
  if (given.flags.has('version')) return { command: 'version' };
  if (word === undefined && given.flags.has('help')) return { command: 'help' };
  if (word === undefined)
    throw new ClosecallError('ERR_NO_COMMAND', `no command. Use one of: ${COMMAND_NAMES.join(', ')}.`);
  const command = readCommand(word);
  if (given.flags.has('help')) return { command: 'help', about: command };
  checkOptions(given, command);
  addSettings(given, settings, command);
  switch (command) {
    case 'run':
      return readRun(rest.length > 0 ? rest : [...(settings.get('scenarios')?.values ?? [])], given);
    case 'replay':
      return {
        command,
        file: readFile(rest, command),
        with: readPackages(given),
        ...readTries(given, 'loopback'),
        json: given.flags.has('json'),
      };
    case 'retry':
      return {
        command,
        file: readFile(rest, command),
        neighbours: parseNumber(valueOf(given, 'neighbours'), '--neighbours', 0, NEIGHBOURS_MAX),
        seed: readSeed(valueOf(given, 'seed')),
        with: readPackages(given),
        json: given.flags.has('json'),
      };
    case 'explain':
      return {
        command,
        file: readFile(rest, command),
        with: readPackages(given),
        json: given.flags.has('json'),
      };
    case 'bisect':
      return readBisect(rest, given);
    case 'lab run':
      refuseArguments(rest, command);
      return readLabRun(given);
    case 'lab score':
      return {
        command,
        ids: rest,
        seed: readSeed(valueOf(given, 'seed')),
        explore: readDrawing(valueOf(given, 'explore')),
        seeds: parseNumber(valueOf(given, 'repeat'), '--repeat', 1, SEEDS_MAX),
        ...readNode(given),
        timeBudgetMs: parseDuration(budgetOf(given) ?? HUNT_BUDGET, '--time-budget'),
        out: valueOf(given, 'out'),
        json: given.flags.has('json'),
      };
    case 'eject':
      return {
        command,
        file: readFile(rest, command),
        out: valueOf(given, 'out'),
        form: readForm(valueOf(given, 'as')),
        tries: parseNumber(valueOf(given, 'tries'), '--tries', 1, TRIES_MAX),
        with: readPackages(given),
        json: given.flags.has('json'),
      };
    case 'merge-reports':
      return {
        command,
        folder: readFolder(rest),
        out: valueOf(given, 'out'),
        ...readBaseline(given),
        reporters: readReporters(given.values.get('reporter') ?? [], REPORTERS),
      };
    case 'init':
      refuseArguments(rest.slice(1), command);
      return {
        command,
        ...(rest[0] === undefined ? {} : { client: rest[0] }),
        isDryRun: given.flags.has('dry-run'),
      };
    case 'list':
      refuseArguments(rest, command);
      return { command, json: given.flags.has('json') };
    default:
      return readHelp(joinTwoWords(rest));
  }
}

/** What was not typed is taken from where it is set. */
function addSettings(given: Arguments, settings: Settings, command: CommandName): void {
  for (const [{ name, type }, setting] of settingsOf(settings, command, given))
    if (type === 'boolean') given.flags.add(name);
    else given.values.set(name, [...setting.values]);
}

/** `lab run` is the name of one command. */
function joinTwoWords([first, second, ...rest]: readonly string[]): string[] {
  if (first === undefined) return [];
  if (second === undefined) return [first];
  return first === 'lab' ? [`lab ${second}`, ...rest] : [first, second, ...rest];
}

function readHelp([about, ...rest]: readonly string[]): CommandLine {
  refuseArguments(rest, 'help');
  return about === undefined ? { command: 'help' } : { command: 'help', about: readCommand(about) };
}

function readCommand(word: string): CommandName {
  const command = COMMAND_NAMES.find((name) => name === word);
  if (command !== undefined) return command;
  throw new ClosecallError('ERR_UNKNOWN_COMMAND', nameUnknown('command', word, COMMAND_NAMES));
}

function budgetOf({ values }: Arguments): string | undefined {
  return values.get('time-budget')?.at(-1);
}

/** The battery is a scenario like any other, run for a time, or for so many cases. */
function readLabRun(given: Arguments): CommandLine {
  const run = readRun([findBattery(valueOf(given, 'client'))], given);
  const isCounted = given.values.has('cases');
  return {
    ...run,
    explore: readDrawing(valueOf(given, 'explore')),
    ...(!isCounted && {
      cases: CASES_MAX,
      timeBudgetMs: parseDuration(budgetOf(given) ?? HUNT_BUDGET, '--time-budget'),
    }),
  };
}

function readRun(patterns: string[], given: Arguments): RunCommand {
  const budget = budgetOf(given);
  const shard = given.values.get('shard')?.at(-1);
  const explore = readStrategy(valueOf(given, 'explore'));
  const reporters = readReporters(given.values.get('reporter') ?? [], REPORTERS);
  checkBound(explore, given, reporters);
  // All of them are run, unless a limit was asked for.
  const isUnlimited = explore === 'exhaustive' && !given.values.has('cases');
  return {
    command: 'run',
    patterns,
    variants: (given.values.get('variant') ?? []).flatMap((names) => names.split(',')).filter(Boolean),
    seed: readSeed(valueOf(given, 'seed')),
    explore,
    cases: isUnlimited ? CASES_MAX : parseNumber(valueOf(given, 'cases'), '--cases', 1, CASES_MAX),
    ...(explore === 'exhaustive' && {
      bound: parseNumber(valueOf(given, 'bound'), '--bound', 0, EXHAUSTIVE_BOUND_MAX),
    }),
    ...(budget === undefined ? {} : { timeBudgetMs: parseDuration(budget, '--time-budget') }),
    reporters,
    out: valueOf(given, 'out'),
    workers: readWorkers(given),
    ...(shard === undefined ? {} : { shard: parseShard(shard) }),
    // What is certified is what this run has seen itself.
    corpus: explore !== 'exhaustive' && !given.flags.has('no-corpus'),
    save: given.flags.has('save'),
    untilFirst: given.flags.has('until-first'),
    ...readBaseline(given),
    with: readPackages(given),
    checkDeterminism: given.flags.has('check-determinism'),
    resume: given.flags.has('resume'),
    ...readTries(given, 'confirm'),
    ...readExplained(given),
  };
}

/** What belongs to exhaustive exploration alone, and what it does in another way or not at all. */
function checkBound(
  explore: StrategyName,
  { values, flags }: Arguments,
  reporters: readonly ReporterChoice[],
): void {
  if (explore !== 'exhaustive' && values.has('bound'))
    throw new ClosecallError(
      'ERR_MISPLACED_OPTION',
      `--bound belongs to --explore exhaustive; by ${explore} cases are drawn, of any size.`,
    );
  if (explore !== 'exhaustive') return;
  if (flags.has('check-determinism'))
    throw notExhaustive('--check-determinism', 'run it twice, and compare the hashes of the certificates');
  if (flags.has('until-first'))
    throw notExhaustive(
      '--until-first',
      'a certificate is of all cases; --cases and --time-budget end it early',
    );
  if (reporters.some(({ name }) => name === 'blob'))
    throw notExhaustive('--reporter blob', 'it is not divided among machines, and there is nothing to merge');
}

function notExhaustive(what: string, why: string): ClosecallError {
  return new ClosecallError('ERR_MISPLACED_OPTION', `${what} does not go with --explore exhaustive: ${why}.`);
}

/** The strategies that draw cases. */
function readDrawing(text: string): StrategyName {
  const explore = readStrategy(text);
  if (explore !== 'exhaustive') return explore;
  throw new ClosecallError(
    'ERR_MISPLACED_OPTION',
    '--explore exhaustive belongs to run: a battery draws more programs than can be gone through.',
  );
}

function readBisect(rest: string[], given: Arguments): CommandLine {
  const { values, flags } = given;
  const [name, from, to] = ['package', 'from', 'to'].map((option) => values.get(option)?.at(-1));
  return {
    command: 'bisect',
    file: readFile(rest, 'bisect'),
    ...(name === undefined ? {} : { name: parsePackageName(name, '--package') }),
    ...(from === undefined ? {} : { from: parseBound(from, '--from') }),
    ...(to === undefined ? {} : { to: parseBound(to, '--to') }),
    includePrereleases: flags.has('include-prereleases'),
    all: flags.has('all'),
    workers: readWorkers(given),
    neighbours: parseNumber(valueOf(given, 'neighbours'), '--neighbours', 0, NEIGHBOURS_MAX),
    seed: readSeed(valueOf(given, 'seed')),
    reporters: readReporters(values.get('reporter') ?? [], BISECT_REPORTERS),
  };
}

function readWorkers(given: Arguments): number {
  const text = valueOf(given, 'workers');
  return text === 'all' ? WORKERS_MAX : parseNumber(text, '--workers', 1, WORKERS_MAX);
}

function readFolder([folder, ...more]: readonly string[]): string {
  if (folder === undefined)
    throw new ClosecallError(
      'ERR_NO_FOLDER',
      'merge-reports needs the folder with the blobs: closecall merge-reports DIR',
    );
  if (more.length > 0)
    throw new ClosecallError(
      'ERR_TOO_MANY',
      `merge-reports takes one folder, got ${more.length + 1}: ${[folder, ...more].join(' ')}`,
    );
  return folder;
}

/** A version, or its beginning. */
function parseBound(text: string, option: string): string {
  if (/^\d+(?:\.\d+)?$/.test(text) || isRelease(text)) return text;
  throw new ClosecallError(
    'ERR_BAD_VERSION',
    `${option} ${text}: expected a version (8.5.0) or the beginning of one (8, 8.5).`,
  );
}

function readPackages({ values }: Arguments): PackageSpec[] {
  const node = (values.get('node') ?? []).map(parseNodeSpec);
  return parsePackageSpecs([...(values.get('with') ?? []), ...node.map(formatPackageSpec)]);
}

function readBaseline({ values, flags }: Arguments): { baseline?: BaselineChoice } {
  const file = values.get('baseline')?.at(-1);
  const isUpdated = flags.has('update-baseline');
  if (file !== undefined) return { baseline: { file, isUpdated } };
  if (!isUpdated) return {};
  throw new ClosecallError(
    'ERR_NO_VALUE',
    '--update-baseline needs the file that it writes: --baseline FILE --update-baseline.',
  );
}

function readNode({ values }: Arguments): { node?: string } {
  const text = values.get('node')?.at(-1);
  return text === undefined ? {} : { node: parseNodeSpec(text).wanted };
}

/** Tries on real sockets: nothing without the option, the usual number when it stands alone. */
function readTries({ values }: Arguments, name: 'loopback' | 'confirm'): { [key in typeof name]?: number } {
  const text = values.get(name)?.at(-1);
  if (text === undefined) return {};
  return { [name]: text === '' ? LOOPBACK_TRIES : parseNumber(text, `--${name}`, 1, TRIES_MAX) };
}

function readExplained({ values }: Arguments): { explain?: number } {
  const text = values.get('explain')?.at(-1);
  if (text === undefined) return {};
  return { explain: text === '' ? EXPLAINED : parseNumber(text, '--explain', 1, TRIES_MAX) };
}

function readForm(text: string): ScriptForm {
  const form = SCRIPT_FORMS.find((name) => name === text);
  if (form === undefined)
    throw new ClosecallError('ERR_UNKNOWN_FORM', nameUnknown('form', text, SCRIPT_FORMS));
  return form;
}

function readStrategy(text: string): StrategyName {
  if (Object.hasOwn(STRATEGIES, text)) return text as StrategyName;
  throw new ClosecallError('ERR_UNKNOWN_STRATEGY', nameUnknown('strategy', text, Object.keys(STRATEGIES)));
}

function readSeed(text: string): SeedChoice {
  return text === 'random' ? text : parseNumber(text, '--seed', 0, SEED_MAX);
}

function readFile(
  rest: readonly string[],
  command: 'replay' | 'retry' | 'bisect' | 'explain' | 'eject',
): string {
  const [file, ...more] = rest;
  if (file === undefined)
    throw new ClosecallError('ERR_NO_FILE', `${command} needs a file: closecall ${command} FILE.repro.json`);
  if (more.length > 0)
    throw new ClosecallError(
      'ERR_TOO_MANY',
      `${command} takes one file, got ${rest.length}: ${rest.join(' ')}`,
    );
  return file;
}

function refuseArguments(rest: readonly string[], command: CommandName): void {
  if (rest.length === 0) return;
  const takes = COMMANDS[command].takes === '' ? 'no argument' : COMMANDS[command].takes;
  throw new ClosecallError('ERR_TOO_MANY', `${command} takes ${takes}, got "${rest.join(' ')}".`);
}

/** Options of other commands are refused, and so is an option twice where once is meant. */
function checkOptions({ values, flags }: Arguments, command: CommandName): void {
  for (const name of [...values.keys(), ...flags]) {
    const option = OPTIONS.find((row) => row.name === name)!;
    if (!option.commands.includes(command))
      throw new ClosecallError(
        'ERR_MISPLACED_OPTION',
        `--${name} belongs to ${option.commands.join(' and ')}, not to ${command}.`,
      );
    const given = values.get(name) ?? [];
    if (given.length > 1 && option.isRepeatable !== true)
      throw new ClosecallError(
        'ERR_REPEATED_OPTION',
        `--${name} is given ${given.length} times (${given.join(', ')}); give it once.`,
      );
  }
}

/** The value of an option that has a default. */
function valueOf({ values }: Arguments, name: string): string {
  return values.get(name)?.at(-1) ?? OPTIONS.find((option) => option.name === name)!.default!;
}
