// A search through releases → the screen: for each line of releases the ranges that have the finding, and what is not known.
import type { BisectLine, BisectResult } from '../model/bisect-result.ts';
import {
  datesOf,
  decideBisectExit,
  describeBegin,
  describeEnd,
  describeLine,
  describeSought,
  describeSpan,
  groupInconclusive,
  listCautions,
} from './bisect-words.ts';
import { indentText } from './finding-details.ts';
import { countOf } from '../model/format-count.ts';
import { formatDuration } from './format-duration.ts';
import type { Screen } from './screen.ts';
import { toPrintable } from './to-printable.ts';
import { renderVerdict } from './verdict-line.ts';

/** The screen, ending with a line break. */
export function renderBisectScreen(raw: BisectResult, screen: Screen): string {
  const result = toPrintable(raw);
  const { name, base, repro, lines, elapsedMs } = result;
  const probes = lines.reduce((sum, line) => sum + line.probes.length, 0);
  const releases = lines.reduce((sum, line) => sum + line.releases.length, 0);
  const parts = [
    [
      `${result.file}: ${screen.paint('strong', describeSought(result))}`,
      ...indentText(repro.summary, screen),
      ...indentText(
        `found on ${name}@${base}; ${probes} of ${countOf(releases, 'release')} of ${name} tried in ${formatDuration(elapsedMs)}`,
        screen,
      ),
    ],
    ...lines.map((line) => renderLine(line, result, screen)),
    ...renderNotes(result, screen),
    [renderVerdict(decideBisectExit(result), screen)],
  ];
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function renderLine(line: BisectLine, result: BisectResult, screen: Screen): string[] {
  const date = datesOf(result);
  const head = screen.paint('strong', `${result.name} ${line.major}`);
  const style = line.ranges.length > 0 ? 'bad' : 'plain';
  return [
    `${head}: ${screen.paint(style, describeLine(line))} (${line.probes.length} of ${countOf(line.releases.length, 'release')})`,
    ...line.ranges.flatMap((range) => [
      `  ${screen.paint('bad', describeSpan(range))}`,
      ...indentText(describeBegin(range, date), screen, 4),
      ...indentText(describeEnd(range, date), screen, 4),
    ]),
  ];
}

function renderNotes(result: BisectResult, screen: Screen): string[][] {
  const cautions = listCautions(result).flatMap((text) => indentText(text, screen, 0));
  const groups = groupInconclusive(result);
  const unclear = [
    `${screen.paint('warning', 'no verdict')} on ${countOf(groups.flatMap(([, versions]) => versions).length, 'release')}:`,
    ...groups.flatMap(([why, versions]) => [
      ...indentText(versions.join(', '), screen),
      ...indentText(why, screen, 4),
    ]),
  ];
  return [cautions, groups.length === 0 ? [] : unclear].filter((part) => part.length > 0);
}
