// Values → source text that people can read: bytes as text where they are text, what repeats itself shortened.

/** A string as a literal; a character that is repeated for long becomes `.repeat()`. */
export function textLiteral(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(/(.)\1{99,}/gsu)) {
    if (match.index > at) parts.push(quote(text.slice(at, match.index)));
    parts.push(`${quote(match[1]!)}.repeat(${match[0].length / match[1]!.length})`);
    at = match.index + match[0].length;
  }
  if (at < text.length || parts.length === 0) parts.push(quote(text.slice(at)));
  return parts.join(' + ');
}

/** Bytes as an expression: a string when they are text in UTF-8, else a Buffer. */
export function bytesLiteral(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(buffer) && !/[^\P{Cc}\r\n\t]/u.test(text)) return textLiteral(text);
  return `Buffer.from('${buffer.toString('base64')}', 'base64')`;
}

/** `text` in single quotes. */
export function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

/** An array of strings on one line. */
export function listLiteral(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`;
}

/** Words as people list them: `a, b and c`. */
export function sentenceList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** An object with numbers for keys. */
export function numberedLiteral<T>(entries: ReadonlyMap<number, T>, write: (value: T) => string): string {
  const written = [...entries].map(([key, value]) => `${key}: ${write(value)}`);
  return written.length === 0 ? '{}' : `{ ${written.join(', ')} }`;
}

/** Characters of plain data on one line. */
const LINE_LENGTH = 100;

/** Plain data as source text, on one line where that is short; `indent` is that of the line that it begins on. */
export function dataLiteral(value: unknown, indent = ''): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const write = (within: string): string[] =>
    isList
      ? value.map((each) => dataLiteral(each, within))
      : Object.entries(value).map(([key, each]) => `${keyLiteral(key)}: ${dataLiteral(each, within)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const parts = write(inner);
  if (parts.length === 0) return open + close;
  const line = isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  if (!line.includes('\n') && indent.length + line.length <= LINE_LENGTH) return line;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
}

function keyLiteral(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}
