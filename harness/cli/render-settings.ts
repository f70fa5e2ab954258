// What was typed, the variables and the configuration → the lines of `--verbose`: every option of the command with its value and
// where that is from.
import type { CommandName } from './command-line.ts';
import type { LoadedConfig } from './load-config.ts';
import { OPTIONS } from './option-table.ts';
import { readArguments } from './read-arguments.ts';
import { settingsOf, type Settings } from './settings.ts';

/** True when it was asked for. */
export function isVerbose(argv: readonly string[]): boolean {
  return readArguments(argv).flags.has('verbose');
}

/** The lines, ending with a line break. */
export function renderSettings(
  argv: readonly string[],
  command: CommandName,
  settings: Settings,
  loaded: LoadedConfig | undefined,
): string {
  const typed = readArguments(argv);
  const taken = new Map(settingsOf(settings, command, typed).map(([{ name }, setting]) => [name, setting]));
  const rows = OPTIONS.filter((option) => option.commands.includes(command) && !UNTOLD.has(option.name)).map(
    ({ name, default: byDefault }): [string, string, string] => {
      if (typed.flags.has(name)) return [name, 'yes', 'a flag'];
      const values = typed.values.get(name);
      if (values !== undefined) return [name, tell(values), 'a flag'];
      const setting = taken.get(name);
      return setting === undefined
        ? [name, byDefault ?? '-', 'the default']
        : [name, tell(setting.values), setting.origin];
    },
  );
  for (const [name, values] of [
    ['scenarios', loaded?.config.scenarios],
    ['imports', loaded?.config.imports],
  ] as const)
    if (loaded !== undefined && values !== undefined) rows.push([name, values.join(' '), loaded.file]);
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const head = loaded === undefined ? 'no configuration file' : `configuration: ${loaded.file}`;
  const lines = rows.map(
    ([name, value, origin]) => `  ${name.padEnd(first!)}  ${value.padEnd(second!)}  from ${origin}`,
  );
  return `${[head, ...lines].join('\n')}\n`;
}

/** What says nothing of a run. */
const UNTOLD: ReadonlySet<string> = new Set(['help', 'version', 'verbose']);

function tell(values: readonly string[]): string {
  return values.length === 0 || values[0] === '' ? 'yes' : values.join(' ');
}
