// Where text for people goes: how wide it is and how it marks words. Reports never look at streams or the environment.

/** What a mark means; a screen without colour shows the text alone, so the text must say it too. */
export type Style = 'plain' | 'good' | 'bad' | 'warning' | 'strong' | 'faint';

/** A screen of `columns` characters. `paint` adds nothing but invisible marks. */
export type Screen = { columns: number; paint: (style: Style, text: string) => string };

/** Width of a screen that has none: a file, a pipe, the log of a CI. */
export const PLAIN_COLUMNS = 110;

/** A screen without colour. */
export function plainScreen(columns = PLAIN_COLUMNS): Screen {
  return { columns, paint: (_style, text) => text };
}
