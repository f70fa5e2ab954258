// A broken promise and how it is grouped: the same defect has the same fingerprint wherever and however often it shows.
import { createHash } from 'node:crypto';

/** The promises a run is judged by; harness/judge has one file for each. */
export const ORACLES = [
  'crash',
  'use-after-close',
  'leaked-handle',
  'hang',
  'prompt-cancel',
  'collateral',
  'corruption',
  'retry',
  'invariant',
] as const;

/** Name of an oracle. */
export type OracleName = (typeof ORACLES)[number];

/** Whose word a finding rests on: the runtime's and the client's own errors, or the model's released state in `src/`. */
export type Evidence = 'native' | 'model';

/** Source around a place: lines from `first` on, the place in line and column, all counted from 1. */
export type Excerpt = { file: string; line: number; column: number; first: number; lines: string[] };

/**
 * A named stack: where something was closed or released, and where it was used; with source, where there is any to show.
 * `happenedIn` is the step in which that was, where a detailed run could tell; 0 is before the first.
 */
export type Place = { label: string; frames: string[]; excerpt?: Excerpt; happenedIn?: number };

/** One broken promise in one run. `step` is where the trace shows it. */
export type Finding = {
  oracle: OracleName;
  /** Error code, or the oracle's own word for what is wrong (`ERR_RELEASED_STATE`, `socket`, `pending`). */
  code: string;
  evidence: Evidence;
  message: string;
  step: number;
  /** The call or resource it is about, with ordinals taken out for the fingerprint. */
  subject: string;
  places: Place[];
};

/** Verdict of one run. `limit` and `inconclusive` are neither pass nor fail. */
export type Verdict =
  | { kind: 'pass' }
  | { kind: 'fail'; findings: Finding[] }
  | { kind: 'limit'; which: 'step-limit' | 'time-limit' }
  | { kind: 'inconclusive'; why: string };

/**
 * Groups failures as Sentry groups crashes: 12 hex digits over oracle, code, evidence, subject without its numbers and
 * the normalised frames of its places (function and file, without line numbers and names of variables, so that unrelated edits
 * keep it). The message is not in it: messages hold numbers and payloads.
 */
export function fingerprint(finding: Finding): string {
  const frames = finding.places.map((place) => [
    place.label,
    place.frames.slice(0, FINGERPRINT_FRAMES).map(normaliseFrame),
  ]);
  const { oracle, code, evidence } = finding;
  const key = JSON.stringify([oracle, code, evidence, subjectGroup(finding.subject), frames]);
  return createHash('sha256').update(key).digest('hex').slice(0, 12);
}

/** The subject without its numbers: two findings with the same are about the same kind of thing. */
export function subjectGroup(subject: string): string {
  return subject.replaceAll(/\d+/g, 'N');
}

/** Frames per place that count for the fingerprint. */
export const FINGERPRINT_FRAMES = 3;

/**
 * V8 names a function that was assigned to a property after the variable too, `handlers.onText`, and what a variable is called says
 * nothing of the defect. Classes have a capital letter, and stay.
 */
const VARIABLE = /^(async |new )?(?:[a-z_$][\w$]*\.)+(?=[\w$#<>]+ [[(])/;

/** Frames of Node itself and of what is installed: no edit of the project changes their names. */
const INSTALLED = /(?:^|[\s(])node:|(?:^|[\s(/])node_modules\//;

/** A frame without what an edit elsewhere in the file can change: `Reader.open (src/reader.ts)`. */
export function normaliseFrame(frame: string): string {
  const place = frame.replaceAll(/:\d+/g, '');
  return INSTALLED.test(place) ? place : place.replace(VARIABLE, '$1');
}
