// Any text → text that XML 1.0 allows, in element content and in attributes alike. A parser takes it for the same words, and
// what no document may hold (section 2.2: control characters, lone surrogates, U+FFFE and U+FFFF) stays readable as an escape.

/** Everything outside `Char` of XML 1.0, and what means something in markup. Carriage returns would come back as line breaks. */
const NOT_PLAIN = /[^\t\n\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|[&<>"']/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** `text` for the content of an element. Never a CDATA section: `]]>` in a payload would end it. */
export function toXmlText(text: string): string {
  return text.replaceAll(NOT_PLAIN, (character) => ENTITIES[character] ?? escapeCodePoint(character));
}

/** `text` for an attribute, quoted: line breaks and tabs are kept, which a parser would else make spaces. */
export function toXmlAttribute(text: string): string {
  return `"${toXmlText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`;
}

function escapeCodePoint(character: string): string {
  return String.raw`\u{${character.codePointAt(0)!.toString(16)}}`;
}
