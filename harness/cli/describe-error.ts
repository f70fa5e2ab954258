// Whatever was thrown → what to print and the exit code. An expected error is one message; anything else is ours, and says
// so with its stack.
import { ClosecallError } from '../model/closecall-error.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { PRINTED_TEXT_CHARS } from '../model/limits.ts';
import { EXIT_CODES } from '../model/exit-codes.ts';
import { escapeControl } from '../report/escape-control.ts';
import { scrubSecrets } from '../model/scrub.ts';

/** The text for stderr, ending with a line break, and the exit code. */
export function describeError(error: unknown): { text: string; code: number } {
  if (error instanceof ClosecallError)
    return { text: `closecall: ${toLines(error.message)}\n`, code: error.exitCode };
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return {
    text: `closecall: this is a bug in closecall, keep this output and report it:\n${toLines(stack)}\n`,
    code: EXIT_CODES['our-bug'].code,
  };
}

/** Line breaks are the message's own; everything else that could move a cursor is not. */
function toLines(text: string): string {
  return cutLongText(scrubSecrets(text), PRINTED_TEXT_CHARS).split('\n').map(escapeControl).join('\n');
}
