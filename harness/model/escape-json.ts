// JSON → the same JSON with every control or format character as an escape of its own, so that it is the same data and still plain
// on a terminal; and nothing that the runner of GitHub takes for a command in the middle of a line.

const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?<=##)\[/gu;

/** `text` must be JSON: only in its strings can there be such a character. */
export function escapeJson(text: string): string {
  return text.replaceAll(UNSAFE, escapeUnits);
}

/** JSON knows only UTF-16 units: a character outside the basic plane takes two escapes. */
function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
