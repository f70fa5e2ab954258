// What a campaign has learned, on disk as it learns it: one line of JSON per entry, synced before it counts. A parent
// that dies at any moment loses the cases in flight; the next one reads the lines and goes on behind them.
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { ClosecallError } from '../model/closecall-error.ts';
import { escapeJson } from '../model/escape-json.ts';
import { scrubSecrets } from '../model/scrub.ts';
import type { CaseDraw, StrategyName } from '../model/strategy.ts';
import type { SourceState } from './source-state.ts';
import type { VariantEntry } from './variant-state.ts';

/** Version of the file format. */
const JOURNAL_VERSION = 5;

/** Name of the file in the output folder. */
export const JOURNAL_FILE = 'journal.jsonl';

/** What a campaign must have in common with the one that it continues. */
export type JournalHeader = {
  format: 'closecall-journal';
  version: number;
  seed: number;
  explore: StrategyName;
  cases: number;
  /** As `--shard` takes it. */
  shard: string;
  /** Pieces of every variant that is divided. */
  pieces: number;
  /** Files of the kept cases that were there when it began: what it finds itself is none. */
  kept: string[];
  /** Elements of a case at most, of an exhaustive exploration. */
  bound?: number;
  isAudited: boolean;
  /** Scenarios and variants, in order, each as often as it has pieces. */
  jobs: string[];
  sourceHash: string;
  versions: SourceState['versions'];
};

/** An entry and the job it belongs to, as an index into `jobs`. */
type Line = { job: number; entry: VariantEntry };

/** A journal that is open for more. */
export type Journal = { append: (job: number, entry: VariantEntry) => void; close: () => void };

/** The header of a campaign. */
export function describeCampaign(
  options: CaseDraw & Omit<JournalHeader, 'format' | 'version' | keyof CaseDraw | keyof SourceState>,
  { sourceHash, versions }: SourceState,
): JournalHeader {
  return { format: 'closecall-journal', version: JOURNAL_VERSION, ...options, sourceHash, versions };
}

/** Begins a journal, replacing an older one. */
export function beginJournal(file: string, header: JournalHeader): Journal {
  const descriptor = openSync(file, 'w');
  writeLine(descriptor, header);
  return openedAs(descriptor);
}

/**
 * Reads the journal of the campaign that `header` describes, tells `onEntry` of every line, and opens it for more. A last line
 * that was cut off is dropped. Throws a ClosecallError when there is none, or it is of another campaign.
 */
export function resumeJournal(
  file: string,
  header: JournalHeader,
  onEntry: (job: number, entry: VariantEntry) => void,
): Journal {
  const bytes = readJournal(file);
  const lines = listLines(bytes);
  let end = 0;
  for (const [nth, { text, next }] of lines.entries()) {
    const line = parseLine(text);
    // Only what was written last can be incomplete.
    if (line === undefined && nth === lines.length - 1 && nth > 0) break;
    if (nth === 0) checkHeader(file, line as Partial<JournalHeader> | undefined, header);
    else if (isEntry(line, header)) onEntry(line.job, line.entry);
    else throw broken(file, nth + 1);
    end = next;
  }
  if (end === 0) throw broken(file, 1);
  const descriptor = openSync(file, 'r+');
  ftruncateSync(descriptor, end);
  return openedAs(descriptor, end);
}

/** How a campaign began that is to be gone on with: the pieces of its variants, and what was kept before it. */
export function readJournalStart(file: string): Pick<JournalHeader, 'pieces' | 'kept'> {
  const header = parseLine(listLines(readJournal(file))[0]?.text ?? '') as Partial<JournalHeader> | undefined;
  // What is no header, or an older one, is refused when the journal is read.
  const { pieces = 1, kept = [] } = header ?? {};
  return { pieces, kept };
}

/** The seed of the campaign that a journal is of, for those who have not written it down. */
export function readJournalSeed(file: string): number {
  const header = parseLine(listLines(readJournal(file))[0]?.text ?? '') as Partial<JournalHeader> | undefined;
  if (typeof header?.seed !== 'number') throw broken(file, 1);
  return header.seed;
}

function openedAs(descriptor: number, from?: number): Journal {
  let at = from;
  return {
    append: (job, entry) => {
      const written = writeLine(descriptor, { job, entry } satisfies Line, at);
      if (at !== undefined) at += written;
    },
    close: () => closeSync(descriptor),
  };
}

function writeLine(descriptor: number, line: unknown, at?: number): number {
  const bytes = Buffer.from(`${escapeJson(JSON.stringify(scrubSecrets(line)))}\n`);
  for (let done = 0; done < bytes.length;)
    done += writeSync(descriptor, bytes, done, bytes.length - done, at === undefined ? null : at + done);
  fsyncSync(descriptor);
  return bytes.length;
}

function readJournal(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no journal' : `its journal cannot be read (${code})`;
    throw new ClosecallError(
      'ERR_NOTHING_TO_RESUME',
      `${file}: nothing to resume: ${why}. Run without --resume, or name the folder of the interrupted run with --out.`,
    );
  }
}

/** Lines with the offset of the byte behind each. A line that does not end counts, so that it can be seen to be cut off. */
function listLines(bytes: Buffer): { text: string; next: number }[] {
  const lines: { text: string; next: number }[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(10, start);
    const isWhole = found !== -1;
    const end = isWhole ? found : bytes.length;
    // Without its line break it was not synced, even when it happens to parse.
    lines.push({ text: isWhole ? bytes.toString('utf8', start, end) : '', next: end + 1 });
    start = end + 1;
  }
  return lines;
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEntry(line: unknown, { jobs }: JournalHeader): line is Line {
  const { job, entry } = (line ?? {}) as { job?: unknown; entry?: { kind?: unknown } };
  return typeof job === 'number' && job in jobs && typeof entry?.kind === 'string';
}

function checkHeader(file: string, found: Partial<JournalHeader> | undefined, wanted: JournalHeader): void {
  if (found?.format !== wanted.format) throw broken(file, 1);
  const refuse = (why: string): never => {
    throw new ClosecallError(
      'ERR_OTHER_CAMPAIGN',
      `${file} is the journal of another run: ${why}. Resume with the arguments and the sources of that run, or start anew without --resume.`,
    );
  };
  if (found.version !== wanted.version) refuse(`its format is ${found.version}, not ${wanted.version}`);
  if (found.seed !== wanted.seed) refuse(`its seed is ${found.seed}, not ${wanted.seed}`);
  if (found.explore !== wanted.explore) refuse(`it explores by ${found.explore}, not by ${wanted.explore}`);
  if (found.cases !== wanted.cases) refuse(`it has ${found.cases} cases per variant, not ${wanted.cases}`);
  if (found.shard !== wanted.shard) refuse(`it is shard ${found.shard}, not ${wanted.shard}`);
  if (found.bound !== wanted.bound)
    refuse(`its bound is ${found.bound ?? 'none'}, not ${wanted.bound ?? 'none'}`);
  if (found.isAudited !== wanted.isAudited)
    refuse(`it was made ${found.isAudited === true ? 'with' : 'without'} --check-determinism`);
  const [here, there] = [new Set(wanted.jobs), new Set(found.jobs)];
  const missing = wanted.jobs.find((job) => !there.has(job)) ?? found.jobs?.find((job) => !here.has(job));
  if (missing !== undefined) refuse(`it is ${there.has(missing) ? 'also' : 'not'} about ${missing}`);
  if (JSON.stringify(found.jobs) !== JSON.stringify(wanted.jobs)) refuse('its variants are in another order');
  if (JSON.stringify(found.versions) !== JSON.stringify(wanted.versions))
    refuse('closecall, Node.js or a package has another version now');
  if (found.sourceHash !== wanted.sourceHash) refuse('the source of a scenario or of the client has changed');
}

function broken(file: string, line: number): ClosecallError {
  return new ClosecallError(
    'ERR_JOURNAL_BROKEN',
    `${file}: line ${line} is not what closecall wrote. Start anew without --resume; saved repros stay where they are.`,
  );
}
