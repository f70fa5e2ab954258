// Foreign text → Markdown that shows it as it is, in a paragraph, a list or a cell of a table: nothing in it is markup, a link or a
// mention, and no cell ends in it. Text must be printable already, so that there is no line break in it.

/** What GitHub's Markdown can only take for a word. */
const PLAIN_NAME = /^(?!www\.)[A-Za-z0-9]+(?:[-/. ][A-Za-z0-9]+)*$/;

/** `text` as code. One with a backtick, a backslash or a bar in it is written in entities: no fence holds in every table. */
export function toCode(text: string): string {
  const isPlain = /^[^`\\|\s](?:[^`\\|]*[^`\\|\s])?$/.test(text);
  return isPlain ? `\`${text}\`` : `<code>${toEntities(text)}</code>`;
}

/** The name of a scenario or variant: as it is where it is an ordinary one, else as code. */
export function toName(name: string): string {
  return PLAIN_NAME.test(name) ? name : toCode(name);
}

/** Lines as a block of code, which ends where it should whatever they hold. */
export function toBlock(lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
}

/** Everything but letters and digits of ASCII and spaces inside as entities, which are never markup. */
function toEntities(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9 ]|^ | $/gu, (character) => `&#${character.codePointAt(0)};`);
}
