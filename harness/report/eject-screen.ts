// What ejecting came to → the screen, and the same as JSON. Ejecting has succeeded when there is a script.
import type { EjectOutcome } from '../model/eject-outcome.ts';
import { indentText } from './finding-details.ts';
import { headlineOf } from './finding-section.ts';
import type { Screen } from './screen.ts';
import { toJson } from './to-json.ts';
import { toPrintable } from './to-printable.ts';

/** The screen, ending with a line break. `path` is where the script was written to. */
export function renderEjectScreen(raw: EjectOutcome, path: string, screen: Screen): string {
  const { file, repro, reproduced, tries, missed, packages, form } = toPrintable({ ...raw, text: '' });
  const isSure = reproduced === tries;
  const tally = `${reproduced} of ${tries === 1 ? '1 try' : `${tries} tries`} showed it`;
  const lines = [
    `${file}: ${headlineOf(repro)}`,
    ...indentText(repro.summary, screen),
    '',
    `${screen.paint(isSure ? 'good' : 'warning', 'ejected')}: ${tally}`,
    ...missed.flatMap((line) => indentText(`- ${line}`, screen)),
    ...indentText(`on Node.js ${[process.versions.node, ...packages].join(', ')}`, screen),
    '',
    form === 'vitest' ? `Run it: npx vitest run ${path}` : `Run it: node ${path}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The outcome as JSON, without the script, which is in the file. */
export function renderEjectJson(outcome: EjectOutcome, path: string): string {
  const { steps: _, ...repro } = outcome.repro;
  return toJson({ format: 'closecall-eject', path, ...outcome, text: undefined, repro });
}
