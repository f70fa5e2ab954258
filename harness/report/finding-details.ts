// What is known of one failure → its lines: the message, both places with their frames, the interleaving, the command.
// Shared by the report of a campaign and the screens of replay and retry, so that a failure reads the same everywhere.
import type { Interleaving } from '../model/campaign-result.ts';
import type { Place } from '../model/finding.ts';
import { FRAMES_SHOWN } from '../model/limits.ts';
import { countOf } from '../model/format-count.ts';
import { renderInterleaving } from './interleaving-table.ts';
import type { Screen } from './screen.ts';
import { wrapText } from './wrap-text.ts';

/** Indented lines about a failure; text must be printable already. */
export function renderFindingDetails(
  finding: { message: string; places: readonly Place[] },
  screen: Screen,
): string[] {
  return [
    ...indentText(finding.message, screen),
    ...finding.places.flatMap((place) => renderPlace(place, screen)),
  ];
}

/** The interleaving below its title, indented, with an empty line before it; nothing when there is none. */
export function renderSteps(interleaving: Interleaving | undefined, screen: Screen): string[] {
  if (interleaving === undefined) return [];
  const table = renderInterleaving(interleaving, { ...screen, columns: screen.columns - 2 });
  return table.length === 0 ? [] : ['', ...table.map((line) => `  ${line}`)];
}

/** `text` wrapped and indented by `indent` spaces. */
export function indentText(text: string, screen: Screen, indent = 2): string[] {
  return wrapText(text, screen.columns - indent).map((line) => ' '.repeat(indent) + line);
}

function renderPlace(place: Place, screen: Screen): string[] {
  const shown = place.frames.slice(0, FRAMES_SHOWN);
  const more = place.frames.length - shown.length;
  return [
    `  ${screen.paint('strong', place.label)}`,
    ...(shown.length === 0 ? ['    (no frames recorded)'] : shown.map((frame) => `    ${frame}`)),
    ...(more > 0 ? [`    (${countOf(more, 'more frame')})`] : []),
  ];
}
