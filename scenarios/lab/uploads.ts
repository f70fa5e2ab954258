// What a call sends → a request body of that kind, and the text that has to arrive.
import { Readable } from 'node:stream';
import type { Arbitrary } from 'fast-check';
import type { CallContext } from './call-book.ts';
import { oneOf, parts } from './draw.ts';

const KINDS = ['string', 'buffer', 'stream', 'generator', 'web-stream', 'form-data'] as const;

/**
 * A request body: of a kind, of so many bytes, in so many pieces with a pause before each but the first. `breaks`: what it is read
 * from fails behind the first.
 */
export type UploadProgram = {
  kind?: (typeof KINDS)[number];
  bytes?: number;
  pieces?: number;
  waitMs?: number;
  method?: string;
  breaks?: true;
};

export const uploadPrograms: Arbitrary<UploadProgram> = parts<UploadProgram>({
  kind: [85, oneOf(...KINDS)],
  bytes: [40, oneOf(0, 1_000, 20_000, 100_000)],
  pieces: [40, oneOf(2, 3)],
  waitMs: [50, oneOf(1, 30, 200)],
  method: [40, oneOf('PUT', 'DELETE', 'PATCH')],
  breaks: [12, oneOf(true)],
});

/** The text that the gateway is to read. */
export function textOf(name: string, { bytes = 40 }: UploadProgram): string {
  return `${name} says `.padEnd(bytes, name).slice(0, bytes);
}

/** Makes the body of an actor's call, which may break. */
export function makeFragileUpload(
  { actor, act }: CallContext,
  program: UploadProgram,
): ReturnType<typeof makeUpload> {
  return makeUpload(actor, program, FormData, () => act('its upload breaks', [actor], () => {}));
}

/**
 * Makes the body, a form of class `Form`. `isStream`: it can be destroyed by who made it. `breaking` is told just before it breaks; it
 * does not where nobody is to be told.
 */
export function makeUpload(
  name: string,
  program: UploadProgram,
  Form: new () => { append: (name: string, value: string) => void } = FormData,
  breaking?: () => void,
): { body: unknown; isStream: boolean } {
  const text = textOf(name, program);
  switch (program.kind ?? 'string') {
    case 'string':
      return { body: text, isStream: false };
    case 'buffer':
      return { body: Buffer.from(text), isStream: false };
    case 'stream':
      return { body: Readable.from(pieces(text, program, breaking), { objectMode: false }), isStream: true };
    case 'generator':
      return { body: pieces(text, program, breaking), isStream: false };
    case 'web-stream':
      return { body: toWebStream(pieces(text, program, breaking)), isStream: false };
    default: {
      const form = new Form();
      form.append('said', text);
      return { body: form, isStream: false };
    }
  }
}

async function* pieces(
  text: string,
  { pieces: count = 1, waitMs, breaks }: UploadProgram,
  breaking?: () => void,
): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.ceil(text.length / count));
  for (let start = 0; start < text.length; start += size) {
    if (start > 0 && waitMs !== undefined) await new Promise((resolve) => setTimeout(resolve, waitMs));
    yield Buffer.from(text.slice(start, start + size));
    if (breaks && breaking !== undefined) {
      breaking();
      throw new Error('what the body is read from broke');
    }
  }
}

function toWebStream(source: AsyncGenerator<Buffer>): ReadableStream {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}
