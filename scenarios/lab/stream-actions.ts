// The calls of a program → what their callers do to the streams that they hold, at any moment.
import type { Action } from '../../harness/index.ts';
import { endStream, type CallBook } from './call-book.ts';
import type { UploadProgram } from './uploads.ts';

/** Ending the answer of each call, and its upload where that is a stream. */
export function streamActions<S extends { book: CallBook }>(
  calls: Readonly<Record<string, { upload?: UploadProgram }>>,
): Record<string, Action<S>> {
  const actions: Record<string, Action<S>> = {};
  for (const [name, { upload }] of Object.entries(calls)) {
    actions[`end answer of ${name}`] = {
      applies: ({ subject: { book } }) => book.answerOf(name) !== undefined,
      cancels: [name],
      run: ({ subject: { book } }) => {
        book.endAnswer(name);
        book.wake(name);
      },
    };
    if (upload?.kind === 'stream')
      actions[`end upload of ${name}`] = {
        applies: ({ subject: { book } }) => book.uploadOf(name) !== undefined,
        cancels: [name],
        prompt: false,
        run: ({ subject: { book } }) => endStream(book.uploadOf(name)!),
      };
  }
  return actions;
}
