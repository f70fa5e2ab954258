// What exploring a variant came to → nothing, or an error as vitest shows errors: the finding in words, then a stack whose first
// frame is the place in the client, so that the code frame is of the user's own line.
import { join } from 'node:path';
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import { arrangeFindings, type ToldFinding } from '../model/arrange-findings.ts';
import { renderFinding, renderFindingLine } from '../report/finding-section.ts';
import { plainScreen } from '../report/screen.ts';
import { ownPlaceOf } from '../model/source-place.ts';
import { toPrintable } from '../report/to-printable.ts';

/** A variant that broke a promise, or that could not be explored. */
class ScenarioFailure extends Error {
  override readonly name = 'ScenarioFailure';
  /** Fingerprints of what was found and not expected. */
  readonly fingerprints: string[];

  constructor(message: string, frames: readonly string[], fingerprints: string[] = []) {
    super(message);
    this.fingerprints = fingerprints;
    this.stack = [`${this.name}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  }
}

/** Columns of the tables in a message: vitest wraps nothing. */
const COLUMNS = 110;
const LAUNCHER = 'npx closecall';

/**
 * Throws a ScenarioFailure unless the variant did as expected. Paths of frames are below `root`; `caller` is the frame of the test, for
 * what has no place in the client.
 */
export function failVariant(
  raw: CampaignResult,
  exit: ExitDecision,
  { root, caller }: { root: string; caller: readonly string[] },
): void {
  if (exit.code === EXIT_CODES.ok.code) return;
  const result = toPrintable(raw);
  const screen = plainScreen(COLUMNS);
  const unexpected = result.findings.filter(({ isExpected }) => !isExpected);
  // The one with a line to look at goes first.
  const told = arrangeFindings(unexpected, result.issues).toSorted(
    (left, right) => Number(hasLine(right, root)) - Number(hasLine(left, root)),
  );
  const [first, ...others] = told;
  const [variant] = result.variants;
  const cases = variant?.cases ?? 0;
  if (first === undefined) {
    const problems = result.problems.map(({ what }) => what);
    throw new ScenarioFailure([...exit.why, ...problems].join('\n'), caller);
  }
  const lines = [
    ...renderFinding(first, { nth: 1, of: told.length, cases, screen, launcher: LAUNCHER }),
    ...(others.length === 0 ? [] : ['', 'Also found:']),
    ...others.flatMap(({ finding, also }) =>
      [finding, ...also].map((each) => `  ${renderFindingLine(each, screen)}`),
    ),
  ];
  const ids = unexpected.map(({ fingerprint }) => fingerprint);
  const own = framesOfAll(first, root);
  const frames = [...(own.length === 0 ? caller : own), ...foreignFrames(first.finding)];
  throw new ScenarioFailure(lines.join('\n'), frames, ids);
}

/** Whether there is a line of the project to look at. */
function hasLine(told: ToldFinding, root: string): boolean {
  return framesOfAll(told, root).length > 0;
}

/** Frames of the project in what is told of one defect: those of its cause, or else of what was seen of it besides. */
function framesOfAll({ finding, also }: ToldFinding, root: string): string[] {
  return [finding, ...also].map((each) => ownFrames(each, root)).find((frames) => frames.length > 0) ?? [];
}

/** Frames of where it shows (the last place) and of where it began, in that order. */
function framesOf({ places }: FindingGroup): string[] {
  return places.toReversed().flatMap((place) => place.frames);
}

/** Those of the project's own files, with paths that a reader can open. */
function ownFrames(finding: FindingGroup, root: string): string[] {
  return framesOf(finding).flatMap((frame) => {
    const place = ownPlaceOf(frame);
    if (place === undefined) return [];
    const where = `${join(root, place.file)}:${place.line}:${place.column}`;
    const [, name] = /^(.*?) \(/.exec(frame) ?? [];
    return [name === undefined ? where : `${name} (${where})`];
  });
}

function foreignFrames(finding: FindingGroup): string[] {
  return framesOf(finding).filter((frame) => ownPlaceOf(frame) === undefined);
}
