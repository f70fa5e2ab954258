// What a client is set up for → an answer that makes it do so. An option that never gets its occasion is an option that was not tried.
import type { Arbitrary } from 'fast-check';
import { redirectStatuses, type AnswerProgram } from '../answers.ts';
import { ENCODINGS } from '../encodings.ts';
import { oneOf, parts } from '../draw.ts';
import type { Tag } from '../ranges.ts';
import type { CallProgram } from './call-programs.ts';
import { asksAgain, type DispatcherProgram } from './dispatchers.ts';

/** An occasion of each kind; `method`: one that may be sent again, for an upload that would be a POST. */
export type Occasions = {
  refusal: AnswerProgram;
  redirection: AnswerProgram;
  coding: AnswerProgram;
  method: 'PUT' | 'DELETE' | undefined;
};

/** Occasions of all kinds, of which a call has those that it is set up for. */
export const occasionPrograms: Arbitrary<Occasions> = parts<Occasions>({
  refusal: [
    100,
    parts<AnswerProgram>({
      fails: [100, oneOf(1, 1, 2)],
      failStatus: [60, oneOf(400, 401, 429, 500, 502)],
      failBytes: [60, oneOf(0, 20_000, 200_000)],
      failFraming: [30, oneOf('chunked', 'close')],
      failItems: [20, oneOf(3)],
      failsFrom: [20, oneOf(1)],
      retryAfter: [30, oneOf('1', 'Mon, 13 Apr 2026 20:19:02 GMT', 'soon')],
      ranges: [60, oneOf<Tag>('strong', 'weak', 'none')],
    }),
  ],
  redirection: [
    100,
    parts<AnswerProgram>({
      redirects: [100, oneOf(1, 1, 2)],
      redirectStatus: [100, redirectStatuses],
      failBytes: [60, oneOf(0, 20_000, 200_000)],
      failItems: [30, oneOf(3)],
      failFraming: [30, oneOf('chunked', 'close')],
    }),
  ],
  coding: [100, parts<AnswerProgram>({ encoding: [100, oneOf(...ENCODINGS)] })],
  method: [100, oneOf('PUT', 'DELETE', undefined)],
});

/** The call, with what its client is set up for where it says nothing of that itself. */
export function withOccasions(
  call: CallProgram,
  { refusal, redirection, coding, method }: Occasions,
  dispatcher: DispatcherProgram,
): CallProgram {
  const { answer, upload, throws, follows, redirect } = call;
  const { interceptors: names = [] } = dispatcher;
  const asks = asksAgain(dispatcher);
  const isRefused = asks || throws === true || names.includes('responseError');
  const isRedirected = follows !== undefined || redirect !== undefined || names.includes('redirect');
  return {
    ...call,
    ...(upload && method && asks && { upload: { method, ...upload } }),
    answer: {
      ...(isRefused && refusal),
      ...(isRedirected && redirection),
      ...(names.includes('decompress') && coding),
      ...answer,
    },
  };
}
