// The colours of the page: text can be read on every ground it stands on, in both themes (WCAG 2.2, 1.4.3: 4.5 to 1).
import { describe, expect, test } from 'vitest';
import { STYLE } from './style-sheet.ts';

/** Colours by name, as the style sheet has them. */
const colours = new Map(
  [...STYLE.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }] as const,
  ),
);

/** Relative luminance of sRGB. */
function measureLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function measureContrast(text: string, ground: string): number {
  const [one, other] = [measureLuminance(text), measureLuminance(ground)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const PAIRS: readonly (readonly [text: string, ground: string])[] = [
  ...['ink', 'soft', 'accent', 'bad', 'warning'].flatMap((text) =>
    ['paper', 'raised', 'accent-wash', 'bad-wash'].map((ground) => [text, ground] as const),
  ),
  ['paper', 'ink'],
  ['paper', 'accent'],
  ['paper', 'bad'],
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(PAIRS)('%s can be read on %s', (text, ground) => {
    expect(measureContrast(colours.get(text)![theme], colours.get(ground)![theme])).toBeGreaterThanOrEqual(
      4.5,
    );
  });
});
