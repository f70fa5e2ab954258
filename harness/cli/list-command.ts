// `closecall list`: scenarios on disk → a screen or JSON with what each variant is expected to show.
import { relative, sep } from 'node:path';
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import { EXIT_CODES } from '../model/exit-codes.ts';
import { countOf } from '../model/format-count.ts';
import type { Screen } from '../report/screen.ts';
import { toJson } from '../report/to-json.ts';
import { toPrintable } from '../report/to-printable.ts';
import { wrapText } from '../report/wrap-text.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { Host } from './host.ts';
import { selectScenarios } from './select-scenarios.ts';

/** Prints the scenarios; the exit code. */
export async function listCommand(
  { json }: { json: boolean },
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const scenarios = selectScenarios(await campaign.findScenarios(host.root), [], [], host.root);
  // The same on every machine: paths are relative, with forward slashes.
  const listed = scenarios.map((scenario) => ({
    ...scenario,
    file: relative(host.root, scenario.file).replaceAll(sep, '/'),
  }));
  host.stdout.write(
    json ? toJson({ format: 'closecall-list', scenarios: listed }) : renderList(listed, host.stdout.screen),
  );
  return EXIT_CODES.ok.code;
}

function renderList(scenarios: readonly ScenarioInfo[], screen: Screen): string {
  const sections = toPrintable(scenarios).map(({ name, description, file, variants }) => {
    const width = Math.max(...variants.map((variant) => variant.name.length));
    return [
      `${screen.paint('strong', name)} (${file})`,
      ...(description === '' ? [] : wrapText(description, screen.columns - 2).map((line) => `  ${line}`)),
      ...variants.map(
        (variant) => `  - ${variant.name.padEnd(width)}  ${describeExpectations(variant.expect)}`,
      ),
    ].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}

function describeExpectations(expect: ScenarioInfo['variants'][number]['expect']): string {
  if (expect.length === 0) return 'expected to be clean';
  const each = expect.map(({ oracle, code, fromCases }) =>
    fromCases === undefined
      ? `may show ${oracle} ${code}`
      : `expected to show ${oracle} ${code} within ${countOf(fromCases, 'case')}`,
  );
  return each.join('; ');
}
