// What a worker leaves behind when it dies: the case it was at, and what it had not reported yet. Written before each case
// in one system call, so that a process that ends at any moment leaves either the state before or the state after.
import { openSync, readFileSync, writeSync } from 'node:fs';
import type { Sign } from '../model/issue.ts';
import type { Tally } from './worker-protocol.ts';

/** Index noted while the natural run is made: it is no case of its own yet. */
export const NATURAL_RUN = -1;

/**
 * `index` is the case that was about to run; the rest is what the cases from `from` on came to and no message has told. `looking`:
 * nothing is about to run but smaller cases of a finding that is known, and this is its sign where none can be had.
 */
export type Progress = {
  index: number;
  from: number;
  tally: Tally;
  counts: Record<string, number>;
  sights: Record<string, number>;
  last: Record<string, number>;
  hashes: string[];
  looking?: { fingerprint: string; sign: Sign };
};

/** Writes progress into `file`. */
export function progressWriter(file: string): (progress: object) => void {
  const descriptor = openSync(file, 'w');
  return (progress) => {
    // One character is one byte: the rest is written as escapes.
    const text = JSON.stringify(progress).replaceAll(/[^\0-\u00ff]/g, toEscape);
    // The length goes first: what an earlier, longer state left behind it is not read.
    writeSync(descriptor, `${String(text.length).padStart(LENGTH_CHARS)}${text}`, 0, 'latin1');
  };
}

const LENGTH_CHARS = 8;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What was noted last; undefined before the first note. */
export function readProgress(file: string): Progress | undefined {
  return readNote(file) as Progress | undefined;
}

/** The same, of whatever kind. */
export function readNote(file: string): unknown {
  try {
    const text = readFileSync(file, 'latin1');
    return JSON.parse(text.slice(LENGTH_CHARS, LENGTH_CHARS + Number(text.slice(0, LENGTH_CHARS))));
  } catch {
    return undefined;
  }
}
