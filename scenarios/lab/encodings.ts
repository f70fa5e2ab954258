// Items of a body → the same items under a content coding.
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

/** Content codings that clients decode without being asked (RFC 9110, section 8.4.1; RFC 7932). */
export const ENCODINGS = ['gzip', 'deflate', 'br'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** zlib's default is 11, which takes sixty times as long for a large body, and makes it no smaller here. */
const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

type Item = { text: string; wire: string | Uint8Array };

/**
 * Encodes a body. With gzip each item is a member of its own (RFC 1952, section 2.2), and can be read before the next is there.
 * The other codings know no members: the whole is cut into as many items, and all of its text is begun with the first.
 */
export function encodeItems(items: readonly Item[], encoding: Encoding): Item[] {
  if (encoding === 'gzip') return items.map(({ text, wire }) => ({ text, wire: gzipSync(wire) }));
  const text = items.map((item) => item.text).join('');
  const whole = encoding === 'br' ? brotliCompressSync(text, BROTLI_OPTIONS) : deflateSync(text);
  const size = Math.ceil(whole.length / items.length);
  return items.map((_, nth) => ({
    text: nth === 0 ? text : '',
    wire: whole.subarray(nth * size, (nth + 1) * size),
  }));
}
