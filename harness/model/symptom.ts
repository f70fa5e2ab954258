// A finding → what it has in common with others of its cause: its fingerprint, without what is chance about it. Findings are counted and
// known by their fingerprints; which of them are one issue is told by their symptoms.
import { fingerprint, FINGERPRINT_FRAMES, normaliseFrame, type Finding } from './finding.ts';

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

/**
 * Whether what was used after its end was ended by one act: ending a session releases its tasks, so the stack in which a task was released
 * has that in which the session was ended within it.
 */
export function isOneEnd(left: EndedFinding, right: EndedFinding): boolean {
  const [mine, other] = [listEndFrames(left), listEndFrames(right)];
  return isWithinStack(mine, other) || isWithinStack(other, mine);
}

type EndedFinding = Pick<Finding, 'oracle' | 'places'>;

/** Where something was ended, innermost first; none for what is no use after an end. */
function listEndFrames({ oracle, places }: EndedFinding): string[] {
  return oracle === 'use-after-close' ? (places[0]?.frames ?? []).map(normaliseFrame) : [];
}

function isWithinStack(inner: readonly string[], outer: readonly string[]): boolean {
  const wanted = inner.slice(0, FINGERPRINT_FRAMES);
  if (wanted.length < FINGERPRINT_FRAMES) return false;
  return outer.some((_, from) => wanted.every((frame, nth) => frame === outer[from + nth]));
}
