// Cases that ran differently when run again → their lines: the first step that differs, and how each run was made.
import { formatCase } from '../model/case.ts';
import type { Divergence } from '../model/campaign-result.ts';
import { FINDINGS_IN_FULL } from '../model/limits.ts';
import { indentText } from './finding-details.ts';
import { countOf } from '../model/format-count.ts';
import type { Screen } from './screen.ts';

/** The lines of the section; text must be printable already. */
export function renderDivergences(divergences: readonly Divergence[], screen: Screen): string[] {
  const shown = divergences.slice(0, FINDINGS_IN_FULL);
  const more = divergences.length - shown.length;
  return [
    screen.paint('strong', 'Divergences: the same case, another run'),
    ...shown.flatMap((divergence) => renderDivergence(divergence, screen)),
    ...(more > 0 ? [`  (${countOf(more, 'more divergence')}, all in the JSON report)`] : []),
    '  Something in the client or the scenario escapes the simulated world: a real timer, a file, a random number.',
  ];
}

function renderDivergence(divergence: Divergence, screen: Screen): string[] {
  const { scenario, variant, caseIndex, between, step, expected, actual, runs } = divergence;
  return [
    `  ${screen.paint('warning', 'DIVERGED')} ${scenario}/${variant} at #${caseIndex}, between ${between}, at step ${step}`,
    ...indentText(formatCase(divergence.case), screen, 4),
    ...[expected, actual].flatMap((line, index) => {
      const { process, nth, detail, traceHash } = runs[index]!;
      return [
        ...indentText(`${index === 0 ? 'first: ' : 'second:'} ${line}`, screen, 4),
        ...indentText(`trace ${traceHash}, ${detail}, run ${nth} of ${process}`, screen, 12),
      ];
    }),
  ];
}
