// A finding → what it has in common with others of its cause: its fingerprint, without what is chance.
import { fingerprint, type Finding } from '../../model/finding.ts';

/** Oracles whose subject says what something is; that of the others is the name of a call. */
const OF_THINGS: ReadonlySet<string> = new Set(['leaked-handle', 'use-after-close', 'crash', 'invariant']);

/**
 * Which of a scenario's calls a defect meets first is chance, and so is who touches something first after it was closed: what counts is
 * the first place, where it was closed.
 */
export function causeKey(finding: Finding): string {
  const subject = OF_THINGS.has(finding.oracle) ? finding.subject : 'call';
  return fingerprint({ ...finding, subject, places: finding.places.slice(0, 1) });
}
