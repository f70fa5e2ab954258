// Templates → markup. Whatever is put into one is escaped, unless it is markup itself: no text of a run can become an element.

/** Text that is markup already. Only `markup` and `trusted` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Markup[];

/** The template with its values escaped: fit for text and for attributes in double quotes. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  const parts = values.map((value, index) => strings[index]! + toText(value));
  return new Markup(parts.join('') + strings.at(-1)!);
}

/** Text of our own that is taken as it is: the style sheet and the script. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

const NOTHING = new Markup('');

/** `part()` where `isShown`, else nothing. */
export function when(isShown: boolean, part: () => Markup): Markup {
  return isShown ? part() : NOTHING;
}

function toText(value: Part): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeMarkup(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}
