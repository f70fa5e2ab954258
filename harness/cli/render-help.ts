// The tables of commands, options, reporters and exit codes → help.
import { EXIT_CODES } from '../model/exit-codes.ts';
import { BISECT_REPORTERS } from '../report/bisect-reporters.ts';
import { REPORTERS } from '../report/reporters.ts';
import { STRATEGIES } from '../model/strategy.ts';
import type { CommandName } from './command-line.ts';
import { COMMAND_NAMES, COMMANDS } from './commands.ts';
import { OPTIONS, type OptionRow } from './option-table.ts';

/** Columns of the table of exit codes. */
type ExitWords = 'run' | 'replay' | 'retry' | 'bisect' | 'explain' | 'eject' | 'score';

/** Help about closecall, or about one command; ends with a line break. */
export function renderHelp(about?: CommandName): string {
  const sections = about === undefined || about === 'help' ? describeAll() : describeCommand(about);
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function describeAll(): string[][] {
  return [
    [
      'closecall: runs a streaming HTTP client in a deterministic world, finds the interleavings that break it, and',
      'replays them.',
    ],
    ['Usage: closecall COMMAND [OPTIONS]'],
    ['Commands', ...align(COMMAND_NAMES.map((name) => [usageOf(name), COMMANDS[name].about]))],
    ['Options of all commands', ...listOptions(OPTIONS.filter(isGeneral))],
    ['Exit codes of run', ...listExitCodes('run')],
    ['closecall help COMMAND shows the options of one command.'],
  ];
}

function describeCommand(name: CommandName): string[][] {
  const { about, details, examples } = COMMANDS[name];
  const own = OPTIONS.filter((option) => option.commands.includes(name));
  return [
    [`Usage: closecall ${usageOf(name)} [OPTIONS]`],
    [about, ...details],
    ['Options', ...listOptions(own)],
    ...(own.some((option) => option.name === 'explore')
      ? [['Strategies', ...align(Object.entries(STRATEGIES).filter(([strategy]) => takes(name, strategy)))]]
      : []),
    ...(own.some((option) => option.name === 'reporter')
      ? [
          [
            'Reporters',
            ...align(Object.entries(reportersOf(name)).map(([reporter, { help }]) => [reporter, help])),
          ],
        ]
      : []),
    ...(name === 'list' || name === 'help' || name === 'init'
      ? []
      : [['Exit codes', ...listExitCodes(exitsOf(name))]]),
    ['Examples', ...examples.map((example) => `  closecall ${example}`)],
  ];
}

/** Programs that are drawn are too many to go through. */
function takes(command: CommandName, strategy: string): boolean {
  return command === 'run' || strategy !== 'exhaustive';
}

function reportersOf(name: CommandName): Readonly<Record<string, { help: string }>> {
  return name === 'bisect' ? BISECT_REPORTERS : REPORTERS;
}

function usageOf(name: CommandName): string {
  return `${name} ${COMMANDS[name].takes}`.trimEnd();
}

function isGeneral(option: OptionRow): boolean {
  return option.commands.length === COMMAND_NAMES.length;
}

function listOptions(options: readonly OptionRow[]): string[] {
  return align(
    options.map(({ name, short, metavar, help, default: byDefault }) => [
      `${short === undefined ? '    ' : `-${short}, `}--${name}${metavar === undefined ? '' : ` ${metavar}`}`,
      byDefault === undefined ? help : `${help} (default ${byDefault})`,
    ]),
  );
}

function exitsOf(name: Exclude<CommandName, 'init' | 'list' | 'help'>): ExitWords {
  if (name === 'lab score') return 'score';
  return name === 'lab run' || name === 'merge-reports' ? 'run' : name;
}

function listExitCodes(command: ExitWords): string[] {
  return align(
    Object.values(EXIT_CODES).flatMap(({ code, [command]: meaning }) =>
      meaning === undefined ? [] : [[String(code).padStart(3), meaning]],
    ),
  );
}

/** Two columns, indented. */
function align(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}
