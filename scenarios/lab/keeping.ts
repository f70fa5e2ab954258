// How long an answer may be kept → the headers that say so, and whether who asks for it has it already (RFC 9111; RFC 5861).
import type { GatewayRequest } from '../../harness/index.ts';

/**
 * For a minute; for a second; until it is asked for again, when it is compared; for a second, and a minute longer while a new one is
 * fetched or where none is to be had.
 */
export const KEEPINGS = ['long', 'briefly', 'compared', 'while-fetched', 'if-failed'] as const;

export type Keeping = (typeof KEEPINGS)[number];

const CONTROL: Readonly<Record<Keeping, string>> = {
  long: 'max-age=60',
  briefly: 'max-age=1',
  compared: 'no-cache',
  'while-fetched': 'max-age=1, stale-while-revalidate=60',
  'if-failed': 'max-age=1, stale-if-error=60',
};

const TAG = '"v1"';

/** What the server says of its answer. What is kept for long is never compared. */
export function keepingHeaders(keeping: Keeping): Record<string, string> {
  return { 'cache-control': CONTROL[keeping], ...(keeping !== 'long' && { etag: TAG }) };
}

/** Whether it asks for nothing new: its answer is a 304. */
export function isUnchanged(keeping: Keeping, { headers }: GatewayRequest): boolean {
  return keeping !== 'long' && headers['if-none-match'] === TAG;
}
