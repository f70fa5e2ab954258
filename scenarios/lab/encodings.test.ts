// Encoded bodies are what decoders of the same name take, and their ledger says what comes out.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { routeOf } from './answers.ts';
import { encodeItems } from './encodings.ts';

const items = ['one two three four', 'five', 'six seven'].map((text) => ({ text, wire: text }));

it.each([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
] as const)('a body in %s comes out as it was, and is cut into as many items', (encoding, decode) => {
  const encoded = encodeItems(items, encoding);
  expect(encoded).toHaveLength(3);
  expect(decode(Buffer.concat(encoded.map(({ wire }) => Buffer.from(wire)))).toString()).toBe(
    'one two three fourfivesix seven',
  );
  expect(encoded.map(({ text }) => text).join('')).toBe('one two three fourfivesix seven');
});

it('a member of gzip can be read before the next is there', () => {
  const [first] = encodeItems(items, 'gzip');
  expect(gunzipSync(first!.wire).toString()).toBe(first!.text);
});

it.each([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
] as const)('what is coded in %s is never nothing, also where it says nothing', (encoding, decode) => {
  const { answer } = routeOf('a', { isEmpty: true, encoding });
  const { body = [] } = answer({ path: '/answers/a' } as never, { token: 't', nth: 0 });
  const wire = body.flatMap((item) => ('wire' in item ? [Buffer.from(item.wire)] : []));
  expect(Buffer.concat(wire).length).toBeGreaterThan(0);
  expect(decode(Buffer.concat(wire)).toString()).toBe('');
});
