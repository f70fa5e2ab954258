// A call's program → what fetch, or who has fetch's interface, is given, and its answer read: for Node's own fetch and all
// that stand on it.
import type { Arbitrary } from 'fast-check';
import type { CallBook, CallContext } from './call-book.ts';
import { oneOf, parts } from './draw.ts';
import { readWeb, type ReadProgram } from './readers.ts';
import { makeFragileUpload, type UploadProgram } from './uploads.ts';

/** Options of a fetch. */
export type FetchProgram = {
  method?: 'HEAD' | 'OPTIONS' | 'DELETE';
  redirect?: 'manual' | 'error';
  keepalive?: true;
  cache?: 'no-store' | 'reload';
};

export const fetchPrograms: Arbitrary<FetchProgram> = parts<FetchProgram>({
  method: [15, oneOf('HEAD', 'OPTIONS', 'DELETE')],
  redirect: [25, oneOf('manual', 'error')],
  keepalive: [15, oneOf(true)],
  cache: [15, oneOf('no-store', 'reload')],
});

/** Where a call's request goes, and its init. */
export function sendFetch(
  origin: string,
  {
    method = 'GET',
    upload,
    keepalive,
    ...options
  }: Omit<FetchProgram, 'method'> & { method?: string; upload?: UploadProgram },
  book: CallBook,
  context: CallContext,
): { url: URL; init: RequestInit } {
  const { actor, signal } = context;
  const made = upload && makeFragileUpload(context, upload);
  if (made?.isStream === true) book.gaveUpload(actor, made.body);
  const isStreamed = ['stream', 'generator', 'web-stream'].includes(upload?.kind ?? '');
  const init = {
    ...options,
    // Fetch refuses to keep what it cannot count (`inflightKeepaliveBytes` of its specification).
    ...(keepalive && !isStreamed && { keepalive }),
    signal,
    method: upload === undefined ? method : (upload.method ?? 'POST'),
    ...(made && { body: made.body }),
    ...(isStreamed && { duplex: 'half' }),
  };
  return { url: new URL(`/answers/${actor}`, origin), init: init as RequestInit };
}

/** Reads what was fetched. Rejects for any status that is no success, when the error's body is read. */
export async function readFetched(
  response: Response,
  read: ReadProgram | undefined,
  book: CallBook,
  context: CallContext,
): Promise<void> {
  if (response.status >= 300) {
    await response.text();
    throw new Error(`status ${response.status}`);
  }
  await readWeb(response, read ?? {}, book, context);
}
