// Foreign text → text that can do nothing to a terminal or a log: no escape sequences, no line breaks, no invisible or
// direction-changing characters. What was there stays readable as an escape.

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const NAMED: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** `text` with control and format characters as `\n`, `\x1b` or `\u{202e}`. */
export function escapeControl(text: string): string {
  return text.replaceAll(UNSAFE, (character) => NAMED[character] ?? escapeCodePoint(character));
}

function escapeCodePoint(character: string): string {
  const hex = character.codePointAt(0)!.toString(16);
  return hex.length <= 2 ? String.raw`\x${hex.padStart(2, '0')}` : String.raw`\u{${hex}}`;
}
