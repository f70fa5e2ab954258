// What all ways of reading stand on: a stream that flows, and a question whose answer does not matter.
import type { Readable } from 'node:stream';
import type { CallContext } from './call-book.ts';

/** What bodies of both kinds have. */
export type Mixin = {
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob?: () => Promise<Blob>;
  body?: ReadableStream | null;
  dump?: (options?: object) => Promise<unknown>;
};

/** What comes of asking for what is not to be had any more is up to the client, as long as it comes. */
export async function ignoring(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch {
    // Refused, which is an answer too.
  }
}

export function readFlowing(body: Readable, deliver: CallContext['deliver']): Promise<void> {
  return new Promise((resolve, reject) => {
    body.on('data', deliver);
    body.on('end', resolve);
    body.on('error', reject);
    // A body that is closed without either is one that nobody will hear of again.
    body.on('close', () => reject(new Error('the body was closed before its end')));
  });
}
