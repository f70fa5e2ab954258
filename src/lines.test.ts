// Ends of lines and characters, cut anywhere; and leaving.

import { expect, test } from 'vitest';

import { lines } from './lines.ts';
import { collect } from './tests/collect.ts';

async function* inChunks(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a\nb');
  throw new Error('cut off');
}

function split(...texts: string[]): Promise<string[]> {
  return collect(lines(inChunks(texts.map((text) => Buffer.from(text)))));
}

test.each([
  ['\\n, \\r\\n and \\r end a line', ['a\nb\r\nc\rd\n'], ['a', 'b', 'c', 'd']],
  ['a \\r\\n cut in two ends one line', ['a\r', '\nb\n'], ['a', 'b']],
  ['a \\r\\n with an empty chunk inside ends one line', ['a\r', '', '\nb'], ['a', 'b']],
  ['two \\r with a cut between end two lines', ['a\r', '\rb'], ['a', '', 'b']],
  ['an empty line is a line', ['a\n\nb\n'], ['a', '', 'b']],
  ['a last line without an end is given out', ['a\nb'], ['a', 'b']],
  ['a last line without an end that is empty is not', ['a\n'], ['a']],
  ['a line may come in many chunks', ['a', 'b', 'c\n'], ['abc']],
  ['no text is no line', [''], []],
])('%s', async (_name, texts, expected) => {
  expect(await split(...texts)).toEqual(expected);
});

test('cutting the bytes anywhere changes nothing, also inside a character', async () => {
  const bytes = Buffer.from('grüße\r\n🙂 zwei\rdrei\n\nende');
  const whole = await collect(lines(inChunks([bytes])));
  expect(whole).toEqual(['grüße', '🙂 zwei', 'drei', '', 'ende']);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
    expect(await collect(lines(inChunks(parts)))).toEqual(whole);
  }
  const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
  expect(await collect(lines(inChunks(single)))).toEqual(whole);
});

test('a character that is cut off at the end becomes U+FFFD', async () => {
  expect(await collect(lines(inChunks([Buffer.from('🙂').subarray(0, 2)])))).toEqual(['\uFFFD']);
});

test('a line is given out before the next chunk is asked for', async () => {
  let asked = 0;
  const source: AsyncIterator<Uint8Array> = {
    next() {
      asked += 1;
      return Promise.resolve({ done: false, value: Buffer.from('a\rb') });
    },
  };
  const iterator = lines({ [Symbol.asyncIterator]: () => source })[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: 'a' });
  expect(asked).toBe(1);
});

test('leaving leaves the bytes, once, also before the first line and while one is awaited', async () => {
  let returned = 0;
  const pending = Promise.withResolvers<IteratorResult<Uint8Array>>();
  const source: AsyncIterator<Uint8Array> = {
    next: () => pending.promise,
    return() {
      returned += 1;
      pending.resolve({ done: false, value: Buffer.from('late\n') });
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  const bytes = { [Symbol.asyncIterator]: () => source };

  await lines(bytes)[Symbol.asyncIterator]().return?.();
  expect(returned).toBe(1);

  const iterator = lines(bytes)[Symbol.asyncIterator]();
  const next = iterator.next();
  await iterator.return?.();
  await iterator.return?.();
  expect(returned).toBe(2);
  expect(await next).toEqual({ done: true, value: undefined });
});

test('an error of the bytes passes through', async () => {
  const seen: string[] = [];
  await expect(async () => {
    for await (const line of lines(broken())) seen.push(line);
  }).rejects.toThrow('cut off');
  expect(seen).toEqual(['a']);
});
