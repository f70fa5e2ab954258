// Data → JSON text that is safe to write and to show: secrets scrubbed, and every control or format character as an
// escape of JSON, so that the text is the same data and still plain on a terminal.
import { scrubSecrets } from './scrub.ts';

const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** `value` as JSON, indented by two, ending with a line break. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(scrubSecrets(value), undefined, 2);
  return `${text.replaceAll(UNSAFE, escapeUnits)}\n`;
}

/** JSON knows only UTF-16 units: a character outside the basic plane takes two escapes. */
function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
