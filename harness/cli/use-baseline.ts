// `--baseline FILE` → what is known before a run, and the result of the run held against it; with --update-baseline also the file as
// it is to be. What cannot be read is refused before the run.
import { readFileSync } from 'node:fs';
import { applyBaseline } from '../campaign/apply-baseline.ts';
import { decideExit } from '../campaign/exit-code.ts';
import { updateBaseline } from '../campaign/update-baseline.ts';
import {
  keyOfFinding,
  makeBaseline,
  parseBaseline,
  type Baseline,
  type FindingIdentity,
} from '../model/baseline.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { EXIT_CODES } from '../model/exit-codes.ts';
import { countOf } from '../model/format-count.ts';
import { writeBaseline } from '../report/write-baseline.ts';
import { probeFile } from '../report/write-file.ts';
import type { BaselineChoice } from './command-line.ts';
import { describeError } from './describe-error.ts';
import type { Host } from './host.ts';

/** A baseline in use. */
export type OpenBaseline = {
  isKnown: (finding: FindingIdentity) => boolean;
  /** The result held against it. Writes the file first, where that was asked for. */
  judge: (result: CampaignResult) => CampaignResult;
};

/** Reads the baseline. Throws a ClosecallError when there is none, or when it could not be written later. */
export function openBaseline(choice: BaselineChoice | undefined, host: Host): OpenBaseline | undefined {
  if (choice === undefined) return undefined;
  const baseline = readBaseline(choice);
  if (choice.isUpdated) probeFile(choice.file);
  const known = new Set(baseline.findings.map(keyOfFinding));
  return {
    isKnown: (finding) => known.has(keyOfFinding(finding)),
    judge: (result) => judge(result, baseline, choice, host),
  };
}

function readBaseline({ file, isUpdated }: BaselineChoice): Baseline {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && isUpdated) return makeBaseline([]);
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new ClosecallError(
      'ERR_NO_BASELINE',
      `--baseline ${file}: ${why}. Run once with --update-baseline to make it of what is found now.`,
    );
  }
  return parseBaseline(text, file);
}

/** Codes of a run whose findings are worth keeping: it was neither broken off nor broken. */
const UPDATING: readonly number[] = [
  EXIT_CODES.ok.code,
  EXIT_CODES.failed.code,
  EXIT_CODES.inconclusive.code,
];

function judge(
  result: CampaignResult,
  baseline: Baseline,
  { file, isUpdated }: BaselineChoice,
  host: Host,
): CampaignResult {
  const place = { file, today: host.today() };
  const judged = applyBaseline(result, baseline, place);
  if (!isUpdated) return judged;
  const exit = decideExit(judged);
  if (!UPDATING.includes(exit.code)) {
    host.stderr.write(`${file} is not updated: ${exit.why.join('; ')}\n`);
    return judged;
  }
  const { baseline: updated, added, removed } = updateBaseline(judged, baseline, place.today);
  try {
    writeBaseline(file, updated);
  } catch (error) {
    // The reports of the run are worth more than this file.
    host.stderr.write(describeError(error).text);
    return judged;
  }
  host.stderr.write(`${file}: ${countOf(added, 'finding')} added, ${removed} taken out\n`);
  const again = applyBaseline(result, updated, place);
  return { ...again, baseline: { ...again.baseline!, update: { added, removed } } };
}
