// The findings that a project knows of and lives with for now, as they are kept in a file of its repository. Sorted, so that two people
// who write it from the same findings write the same file, and a change of it reads as what was added and taken out.
import * as v from 'valibot';
import { readFormat } from './read-format.ts';
import { versionsSchema } from './versions.ts';

/** Version of the file format. */
const BASELINE_VERSION = 1;

const entrySchema = v.strictObject({
  fingerprint: v.string(),
  scenario: v.string(),
  variant: v.string(),
  oracle: v.string(),
  code: v.string(),
  /** For people; it plays no part in what is known. */
  message: v.string(),
  /** The day on which it was added, in UTC: `2026-11-02`. */
  firstSeen: v.pipe(v.string(), v.isoDate()),
  /** What it was seen in then. */
  firstSeenIn: versionsSchema,
  /** The day of the last --update-baseline whose run showed it; absent until one after the first has. */
  lastSeen: v.exactOptional(v.pipe(v.string(), v.isoDate())),
  /** What people have to say of it: an issue, why it can wait. closecall keeps it. */
  note: v.exactOptional(v.string()),
});

const baselineSchema = v.strictObject({
  format: v.literal('closecall-baseline'),
  version: v.literal(BASELINE_VERSION),
  findings: v.array(entrySchema),
});

/** One finding that is known. */
export type BaselineEntry = v.InferOutput<typeof entrySchema>;

/** All of them. */
export type Baseline = v.InferOutput<typeof baselineSchema>;

/** What makes a finding another: the same fingerprint in another scenario or variant is one of its own. */
export type FindingIdentity = { scenario: string; variant: string; fingerprint: string };

/** Its key in a map. */
export function keyOfFinding({ scenario, variant, fingerprint }: FindingIdentity): string {
  return JSON.stringify([scenario, variant, fingerprint]);
}

/**
 * A baseline of these entries: in the order of their names, each once. Where there are two, as when two branches have added the
 * same, the older one stays, with the note of either.
 */
export function makeBaseline(entries: readonly BaselineEntry[]): Baseline {
  const kept = new Map<string, BaselineEntry>();
  for (const entry of entries.toSorted((left, right) => compare(ageKeyOf(left), ageKeyOf(right)))) {
    const key = keyOfFinding(entry);
    const older = kept.get(key);
    const note = older?.note ?? entry.note;
    const lastSeen = [older?.lastSeen, entry.lastSeen]
      .filter((day) => day !== undefined)
      .toSorted(compare)
      .at(-1);
    kept.set(key, {
      ...(older ?? entry),
      ...(lastSeen === undefined ? {} : { lastSeen }),
      ...(note === undefined ? {} : { note }),
    });
  }
  const findings = [...kept.values()].toSorted((left, right) => compare(sortKeyOf(left), sortKeyOf(right)));
  return { format: 'closecall-baseline', version: BASELINE_VERSION, findings };
}

/** Of two from one day, either will do, and always the same. */
function ageKeyOf(entry: BaselineEntry): string {
  return entry.firstSeen + JSON.stringify(entry);
}

function sortKeyOf({ scenario, variant, oracle, code, fingerprint }: BaselineEntry): string {
  return [scenario, variant, oracle, code, fingerprint].join('\0');
}

/** By code units: the same on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Reads a baseline from the text of `file`. Throws a ClosecallError that names the file, what is wrong, and what to do. */
export function parseBaseline(text: string, file: string): Baseline {
  const baseline = readFormat(text, file, {
    name: 'baseline',
    version: BASELINE_VERSION,
    schema: baselineSchema,
    again: 'Mend it, or take it away and make a new one with --update-baseline.',
  });
  return makeBaseline(baseline.findings);
}
