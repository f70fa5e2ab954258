// A finding → what it has in common with others of its cause: its fingerprint, without what is chance about it. Findings are counted and
// known by their fingerprints; which of them are one issue is told by their symptoms.
import { fingerprint, type Finding } from './finding.ts';

/** Oracles whose subject says what something is; that of the others is the name of a call. */
const OF_THINGS: ReadonlySet<string> = new Set(['leaked-handle', 'use-after-close', 'crash', 'invariant']);

/**
 * 12 hex digits. Which of a scenario's calls a defect meets first is chance, and so is who touches something first after it was closed:
 * what counts is the first place, where it was closed.
 */
export function symptomOf(finding: Finding): string {
  const subject = OF_THINGS.has(finding.oracle) ? finding.subject : 'call';
  return fingerprint({ ...finding, subject, places: finding.places.slice(0, 1) });
}
