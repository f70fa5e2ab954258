// Configuration and environment → values of options, each with where it came from. Flags go before variables, variables before
// the configuration, and that before what the table of options has.
import type { ClosecallConfig } from '../model/config.ts';
import type { LoadedConfig } from './load-config.ts';
import type { CommandName } from './command-line.ts';
import { OPTIONS, type OptionRow } from './option-table.ts';
import type { Arguments } from './read-arguments.ts';

/** What an option is set to besides flags: its values as they would be typed, none for a flag without one. */
export type Setting = { values: readonly string[]; origin: string };

/** Settings by name of option, and `scenarios` for the arguments of run. */
export type Settings = ReadonlyMap<string, Setting>;

/** None of either. */
export const NO_SETTINGS: Settings = new Map();

/** Reads variables (`CLOSECALL_TIME_BUDGET`) and the configuration. */
export function readSettings(
  loaded: LoadedConfig | undefined,
  variable: (name: string) => string | undefined,
): Settings {
  const settings = new Map<string, Setting>();
  for (const option of OPTIONS) {
    if (option.isSetting !== true) continue;
    const name = nameVariable(option);
    const set = variable(name);
    // An empty variable is how shells and CIs say that there is none.
    if (set !== undefined && set !== '') {
      const values = readVariable(option, set);
      if (values !== undefined) settings.set(option.name, { values, origin: name });
    } else if (loaded !== undefined) {
      const values = readKey(option, loaded.config);
      if (values !== undefined) settings.set(option.name, { values, origin: loaded.file });
    }
  }
  const { scenarios } = loaded?.config ?? {};
  if (loaded !== undefined && scenarios !== undefined)
    settings.set('scenarios', { values: scenarios, origin: loaded.file });
  return settings;
}

/** The variable that sets an option. */
export function nameVariable({ name }: Pick<OptionRow, 'name'>): string {
  return `CLOSECALL_${name.replaceAll('-', '_').toUpperCase()}`;
}

/** What is set and `command` goes by: what it has, was not `typed`, and can take. */
export function settingsOf(
  settings: Settings,
  command: CommandName,
  typed: Arguments,
): [OptionRow, Setting][] {
  const explore = (typed.values.get('explore') ?? settings.get('explore')?.values)?.at(-1);
  return OPTIONS.flatMap((option): [OptionRow, Setting][] => {
    const { name, isUnfit } = option;
    const setting = settings.get(name);
    if (setting === undefined || !option.commands.includes(command) || typed.values.has(name)) return [];
    // A limit for runs that draw would leave a certificate in pieces.
    if (name === 'cases' && explore === 'exhaustive') return [];
    const values = setting.values.filter((value) => isUnfit?.(value, command) !== true);
    if (values.length === 0 && setting.values.length > 0) return [];
    return [[option, { ...setting, values }]];
  });
}

function readVariable({ type, isRepeatable }: OptionRow, text: string): string[] | undefined {
  const isOff = text === '0' || text.toLowerCase() === 'false';
  if (type === 'boolean') return isOff ? undefined : [];
  if (type === 'number?') {
    if (isOff) return undefined;
    return text === '1' || text.toLowerCase() === 'true' ? [''] : [text];
  }
  return isRepeatable === true ? text.split(/[\s,]+/).filter(Boolean) : [text];
}

function readKey({ name, type }: OptionRow, config: ClosecallConfig): string[] | undefined {
  if (name === 'no-corpus') return config.corpus === false ? [] : undefined;
  const key = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const value = (config as Readonly<Record<string, string | number | boolean | string[] | undefined>>)[key];
  if (value === undefined || value === false) return undefined;
  if (value === true) return type === 'boolean' ? [] : [''];
  return Array.isArray(value) ? value : [String(value)];
}
