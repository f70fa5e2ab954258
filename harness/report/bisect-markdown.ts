// A search through releases → Markdown, to be pasted into an issue: the ranges, and every release that was tried.
import type { BisectLine, BisectResult, Probe } from '../model/bisect-result.ts';
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
import { toPrintable } from './to-printable.ts';

/** The whole search, ending with a line break. */
export function renderBisectMarkdown(raw: BisectResult): string {
  const result = toPrintable(raw);
  const { name, base, repro } = result;
  const sections = [
    `${describeSought(result)} in \`${repro.summary}\`, found on ${name}@${base}.`,
    ['| releases | finding | begins | ends |', '| --- | --- | --- | --- |', ...listRows(result)].join('\n'),
    ...listCautions(result),
    ...groupInconclusive(result).map(([why, versions]) => `No verdict on ${versions.join(', ')}: ${why}`),
    result.lines.map(listTried).join('\n'),
    `exit ${decideBisectExit(result).code}.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function listRows(result: BisectResult): string[] {
  const date = datesOf(result);
  return result.lines.flatMap((line) => {
    const head = `${result.name} ${line.major}`;
    if (line.ranges.length === 0) return [renderRow([head, describeLine(line), '', ''])];
    return line.ranges.map((range) =>
      renderRow([head, describeSpan(range), describeBegin(range, date), describeEnd(range, date)]),
    );
  });
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function listTried({ major, releases, probes }: BisectLine): string {
  const of = `${probes.length} of ${releases.length}`;
  return `- ${major}, ${of} tried: ${probes.map(describeProbe).join(', ')}`;
}

function describeProbe({ version, verdict, neighbour }: Probe): string {
  const how = neighbour === undefined || neighbour === 0 ? '' : ` (neighbour ${neighbour})`;
  return `${version} ${verdict}${how}`;
}
