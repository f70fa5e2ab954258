// Real activity that left the world → its lines, for the terminal and for Markdown: what it was, who has it, where it came
// from, and what it means for the verdicts.
import type { EscapeReport } from '../model/campaign-result.ts';
import { ESCAPES_SHOWN, FRAMES_SHOWN } from '../model/limits.ts';
import type { EscapeKind } from '../model/trace.ts';
import { countOf } from '../model/format-count.ts';
import type { Screen } from './screen.ts';

/** Kinds in the order of their weight, with what they mean. */
const MEANINGS: Readonly<Record<EscapeKind, { title: string; meaning: string }>> = {
  unsupported: {
    title: 'NOT SIMULATED',
    meaning: 'a case that asks for it has no verdict: run this part of the client without it',
  },
  activity: {
    title: 'REAL ACTIVITY',
    meaning: 'no schedule decides when it happens, so traces may differ for it',
  },
  file: { title: 'FILE', meaning: 'waited for, no harm while its content stays the same' },
};

/** The lines of the section; text must be printable already. */
export function renderEscapes(escapes: readonly EscapeReport[], screen: Screen): string[] {
  return [
    screen.paint('strong', 'What left the simulated world'),
    ...listKinds(escapes).flatMap(({ kind, shown, more }) => [
      `  ${screen.paint(kind === 'file' ? 'plain' : 'warning', MEANINGS[kind].title)}: ${MEANINGS[kind].meaning}`,
      ...shown.flatMap((escape) => [
        `    ${describe(escape)}`,
        ...escape.origin.slice(0, FRAMES_SHOWN).map((frame) => `      ${frame}`),
      ]),
      ...(more > 0 ? [`    (${more} more, all in the JSON report)`] : []),
    ]),
  ];
}

/** The same as a Markdown list. */
export function renderEscapeList(escapes: readonly EscapeReport[]): string[] {
  return listKinds(escapes).flatMap(({ kind, shown, more }) => [
    `- ${MEANINGS[kind].title}: ${MEANINGS[kind].meaning}`,
    ...shown.map((escape) => {
      const [frame] = escape.origin;
      return `  - \`${describe(escape).replaceAll('`', "'")}\`${frame === undefined ? '' : ` at \`${frame.replaceAll('`', "'")}\``}`;
    }),
    ...(more > 0 ? [`  - ${more} more`] : []),
  ]);
}

function listKinds(
  escapes: readonly EscapeReport[],
): { kind: EscapeKind; shown: EscapeReport[]; more: number }[] {
  const kinds = Object.keys(MEANINGS) as EscapeKind[];
  return kinds.flatMap((kind) => {
    const own = escapes.filter((escape) => escape.kind === kind);
    const shown = own.slice(0, ESCAPES_SHOWN);
    return own.length === 0 ? [] : [{ kind, shown, more: own.length - shown.length }];
  });
}

function describe({ what, variants, firstCase }: EscapeReport): string {
  const others = variants.length - 1;
  const where = others > 0 ? `${variants[0]} and ${countOf(others, 'other variant')}` : variants[0];
  return `${what}, in ${where}, first at #${firstCase}`;
}
