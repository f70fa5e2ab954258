// How a worker's process ended → what that says: a code to group such deaths by, words, and where the client was.
import { LAST_WORDS_CHARS } from '../model/limits.ts';
import { readFrames } from '../simulate/error-record.ts';
import { readEndNotice } from './end-notice.ts';
import type { WorkerExit } from './worker-process.ts';

/**
 * A death. `code`: `spin`, `blocked`, `out-of-memory`, `signal:NAME`, `exit-code:N`, or that of an error that nobody caught
 * between two cases. `isOurs`: the harness is to blame.
 */
export type WorkerEnd = {
  code: string;
  message: string;
  frames: string[];
  isOurs: boolean;
  /** It came between two cases: the one before it may be the cause. */
  isStray: boolean;
};

/** Exit codes with which a worker says that an error came between two cases: of the harness, or of the client. */
export const OUR_EXIT_CODE = 70;
export const STRAY_EXIT_CODE = 71;

/** V8's words when the heap's limit is reached. */
const HEAP_WORDS = /JavaScript heap out of memory|Reached heap limit|Array buffer allocation failed/;

/** Understands the end of a worker that had not finished its job. */
export function describeEnd({ code, signal, stderr }: WorkerExit): WorkerEnd {
  const { notice, words } = readEndNotice(stderr);
  if (notice !== undefined)
    return {
      code: notice.code,
      message: notice.message,
      frames: readFrames(notice.stack),
      isOurs: code === OUR_EXIT_CODE,
      isStray: code === STRAY_EXIT_CODE,
    };
  if (HEAP_WORDS.test(words))
    return {
      code: 'out-of-memory',
      message: 'the process ran out of JavaScript heap memory',
      frames: [],
      isOurs: false,
      isStray: false,
    };
  const how = signal === null ? `exited with code ${code}` : `died by ${signal}`;
  const said = words.trim() === '' ? '' : `; it last wrote: ${shorten(words.trim())}`;
  return {
    code: signal === null ? `exit-code:${code}` : `signal:${signal}`,
    message: `the client's process ${how}${said}`,
    frames: [],
    isOurs: code === OUR_EXIT_CODE,
    isStray: false,
  };
}

/** The beginning of a long text, which says what happened, and its end. */
function shorten(text: string): string {
  const half = LAST_WORDS_CHARS / 2;
  return text.length <= LAST_WORDS_CHARS ? text : `${text.slice(0, half)} … ${text.slice(-half)}`;
}
