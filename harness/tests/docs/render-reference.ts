// The tables of commands, options, reporters, strategies, exit codes and configuration → the reference.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from '../../bench/markdown-table.ts';
import { COMMAND_NAMES, COMMANDS } from '../../cli/commands.ts';
import { OPTIONS, type OptionRow } from '../../cli/option-table.ts';
import { nameVariable } from '../../cli/settings.ts';
import { CONFIG_KEYS } from '../../model/config.ts';
import { EXIT_CODES } from '../../model/exit-codes.ts';
import { STRATEGIES } from '../../model/strategy.ts';
import { BISECT_REPORTERS } from '../../report/bisect-reporters.ts';
import { REPORTERS } from '../../report/reporters.ts';
import { ROOT } from '../explore-for-test.ts';

/** The parts of docs/reference.md by name. */
export function renderReference(): Record<string, string> {
  return {
    commands: renderCommands(),
    options: renderOptions(),
    strategies: namesAndWords(Object.entries(STRATEGIES), 'strategy'),
    reporters: renderReporters(),
    'exit-codes': renderExitCodes(),
    configuration: renderConfiguration(),
    variables: renderVariables(),
  };
}

function renderCommands(): string {
  return COMMAND_NAMES.map((name) => {
    const { takes, about, details, examples } = COMMANDS[name];
    return [
      `### ${name}`,
      '',
      `\`closecall ${`${name} ${takes}`.trimEnd()}\``,
      '',
      escapeText([about, ...details].join(' ')),
      '',
      ...examples.map((example) => `    npx closecall ${example}`),
    ].join('\n');
  }).join('\n\n');
}

function renderOptions(): string {
  const rows = OPTIONS.map((option) => {
    const { name, short, metavar, help, default: byDefault, commands, isRepeatable } = option;
    const repeated = isRepeatable === true && !help.includes('repeated') ? '; may be repeated' : '';
    return [
      escapeCell(
        `\`--${name}${metavar === undefined ? '' : ` ${metavar}`}\`${short === undefined ? '' : `, \`-${short}\``}`,
      ),
      escapeCell(`${help}${repeated}`),
      byDefault === undefined ? '' : `\`${byDefault}\``,
      commands.length === COMMAND_NAMES.length ? 'all' : commands.join(', '),
    ];
  });
  return table(['option', 'what it does', 'default', 'commands'], rows);
}

function renderReporters(): string {
  const rows = [
    ...Object.entries(REPORTERS).map(([name, { help }]) => [
      `\`${name}\``,
      escapeCell(help),
      'run, lab run, merge-reports',
    ]),
    ...Object.entries(BISECT_REPORTERS).map(([name, { help }]) => [
      `\`${name}\``,
      escapeCell(help),
      'bisect',
    ]),
  ];
  return table(['reporter', 'what it is for', 'commands'], rows);
}

/** Where a meaning is of more than the command that it is called by. */
const EXIT_TITLES: Readonly<Record<string, string>> = {
  run: 'run, lab run, merge-reports',
  score: 'lab score',
};

function renderExitCodes(): string {
  const rows = Object.values(EXIT_CODES).flatMap(({ code, ...meanings }) =>
    Object.entries(meanings).map(([of, text]) => [String(code), EXIT_TITLES[of] ?? of, escapeCell(text)]),
  );
  return table(['code', 'of', 'what it says'], rows);
}

/** What model/config.ts says of each key, in its comments. */
function renderConfiguration(): string {
  const source = readFileSync(join(ROOT, 'harness/model/config.ts'), 'utf8');
  const rows = CONFIG_KEYS.map((key) => {
    const [, comment, type] =
      new RegExp(String.raw`\/\*\*((?:(?!\*\/)[^])*)\*\/\s*${key}\?: ([^;]+);`).exec(source) ?? [];
    if (comment === undefined)
      throw new Error(`harness/model/config.ts says nothing of "${key}" above its type`);
    return [
      `\`${key}\``,
      `\`${escapeCell(type!)}\``,
      escapeCell(comment.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim()),
    ];
  });
  return table(['key', 'type', 'what it is'], rows);
}

function renderVariables(): string {
  const rows = OPTIONS.filter(({ isSetting }) => isSetting).map((option: OptionRow) => [
    `\`${nameVariable(option)}\``,
    `\`--${option.name}\``,
  ]);
  return table(['variable', 'option'], rows);
}

function namesAndWords(entries: readonly (readonly [string, string])[], title: string): string {
  return table(
    [title, 'what it tries'],
    entries.map(([name, words]) => [`\`${name}\``, escapeCell(words)]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([head, ...rows]).trimEnd();
}

/** A bar would be the end of a cell. */
function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** Stars of patterns are no emphasis. */
function escapeText(text: string): string {
  return text.replaceAll(/\*/g, String.raw`\$&`);
}
