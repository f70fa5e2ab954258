// The last words of a worker's own machinery: one line of JSON on stderr, written at once, which the parent finds behind
// whatever the client wrote.
import { writeSync } from 'node:fs';

/** Why the process ends: a finding's code, what to tell, and the stack of where the client was ('' when unknown). */
export type EndNotice = { code: string; message: string; stack: string };

const MARK = '\n@closecall-end ';

/** Writes the notice. */
export function writeEndNotice(notice: EndNotice): void {
  try {
    writeSync(2, `${MARK}${JSON.stringify(notice)}\n`);
  } catch {
    // Nobody reads it any more.
  }
}

/** Takes the notice out of what a process wrote. */
export function readEndNotice(stderr: string): { notice: EndNotice | undefined; words: string } {
  const at = stderr.lastIndexOf(MARK);
  if (at === -1) return { notice: undefined, words: stderr };
  const [line = ''] = stderr.slice(at + MARK.length).split('\n', 1);
  try {
    return { notice: JSON.parse(line) as EndNotice, words: stderr.slice(0, at) };
  } catch {
    return { notice: undefined, words: stderr };
  }
}
