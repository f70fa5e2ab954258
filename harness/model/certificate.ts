// What was run of one variant, when everything up to a bound was to be run: the space, the rules it was walked by, what came of it,
// and what is missing. It is only worth what it says of itself, so it says all of that.
import * as v from 'valibot';
import { readFormat } from './read-format.ts';
import { versionsSchema } from './versions.ts';

/** Version of the file format. */
export const CERTIFICATE_VERSION = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const certificateSchema = v.strictObject({
  format: v.literal('closecall-certificate'),
  version: v.literal(CERTIFICATE_VERSION),
  scenario: v.string(),
  variant: v.string(),
  /** Elements that a case has at most: injected actions, and events held back. */
  bound: count,
  /** What was injected. */
  actions: v.array(v.string()),
  /** By which rules the space was made and walked. */
  rules: v.array(v.string()),
  /** Cases that were run. */
  runs: count,
  /** Runs that differ by what happened, not only by their case. `isAll` false: there are more, of which nobody kept count. */
  traces: v.strictObject({ count, isAll: v.boolean() }),
  /** Runs as they were estimated before the first; null when they could not be. */
  estimate: v.nullable(count),
  /** What was found: the fingerprint, and the index of the first run that shows it. */
  findings: v.array(
    v.strictObject({
      fingerprint: v.string(),
      oracle: v.string(),
      code: v.string(),
      firstCase: count,
      runs: count,
    }),
  ),
  /** True when every case of the space was run and has a verdict; else `gaps` says what is missing. */
  isComplete: v.boolean(),
  gaps: v.array(v.string()),
  /** Hash over the traces of all runs, in the order of the tree: two machines that agree in it have seen the same. */
  hash: v.string(),
  sourceHash: v.string(),
  versions: versionsSchema,
  /** Packages that it ran on instead of the installed ones, as `name@version`. */
  with: v.exactOptional(v.array(v.string())),
});

/** The account of one exhaustive exploration. */
export type Certificate = v.InferOutput<typeof certificateSchema>;

/** What it comes to: `clean` and `refuted` hold for the whole space, `incomplete` for what was run. */
export function standingOf({
  isComplete,
  findings,
}: Pick<Certificate, 'isComplete' | 'findings'>): 'clean' | 'refuted' | 'incomplete' {
  if (findings.length > 0) return 'refuted';
  return isComplete ? 'clean' : 'incomplete';
}

/** Reads a certificate from the text of `file`. Throws a ClosecallError that names the file, what is wrong, and what to do. */
export function parseCertificate(text: string, file: string): Certificate {
  const again = 'Run the exploration again to make a new one.';
  return readFormat(text, file, {
    name: 'certificate',
    version: CERTIFICATE_VERSION,
    schema: certificateSchema,
    again,
  });
}
