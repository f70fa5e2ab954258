// What a call sends → a request body of that kind, and the text that has to arrive.
import { Readable } from 'node:stream';
import type { Arbitrary } from 'fast-check';
import type { CallContext } from './call-book.ts';
import { oneOf, parts, seldom, type Part } from './draw.ts';

const KINDS = ['string', 'buffer', 'stream', 'generator', 'web-stream', 'form-data'] as const;

/** Kinds that not every client takes. */
const FURTHER_KINDS = ['blob', 'view'] as const;

/**
 * A request body: of a kind, of so many bytes, in so many pieces with a pause before each but the first. `breaks`: what makes it while it
 * is sent throws behind the first.
 */
export type UploadProgram = {
  kind?: (typeof KINDS)[number] | (typeof FURTHER_KINDS)[number];
  bytes?: number;
  pieces?: number;
  waitMs?: number;
  method?: string;
  breaks?: true;
};

const PLAIN = {
  kind: [85, oneOf(...KINDS)],
  bytes: [60, oneOf(0, 1_000, 20_000, 100_000)],
  pieces: [40, oneOf(2, 3)],
  waitMs: [50, oneOf(1, 30, 200)],
  method: [40, oneOf('PUT', 'DELETE', 'PATCH')],
} satisfies Record<string, Part>;

export const uploadPrograms: Arbitrary<UploadProgram> = parts<UploadProgram>({
  ...PLAIN,
  breaks: [12, oneOf(true)],
});

/** The same, and of further kinds, and some that are slow. */
export const furtherUploadPrograms: Arbitrary<UploadProgram> = parts<UploadProgram>({
  ...PLAIN,
  kind: [85, seldom<UploadProgram['kind']>(12, oneOf(...KINDS), oneOf(...FURTHER_KINDS))],
  pieces: [70, oneOf(2, 3)],
  // Some are slower than their client has patience for an answer.
  waitMs: [60, oneOf(1, 30, 200, 1_000)],
  breaks: [10, oneOf(true)],
}).map(({ breaks, ...program }) => ({ ...program, ...(breaks && isMade(program) && { breaks }) }));

/** Whether something makes it while it is sent: it is there once. */
export function isMade({ kind }: UploadProgram): boolean {
  return kind === 'stream' || kind === 'generator' || kind === 'web-stream';
}

/** The text that the gateway is to read. */
export function textOf(name: string, { bytes = 40 }: UploadProgram): string {
  return `${name} says `.padEnd(bytes, name).slice(0, bytes);
}

type FormClass = new () => { append: (name: string, value: string) => void };

/** Makes the body of an actor's call, which may break: the call is given up then. */
export function makeFragileUpload(
  { actor, act }: Pick<CallContext, 'actor' | 'act'>,
  program: UploadProgram,
  Form: FormClass = FormData,
): ReturnType<typeof makeUpload> {
  return makeUpload(actor, program, Form, () => act('its upload breaks', [actor], () => {}));
}

/** Makes the body, a form of class `Form`. `isStream`: it can be destroyed by who made it; `onBreak`: right before it breaks. */
function makeUpload(
  name: string,
  program: UploadProgram,
  Form: FormClass = FormData,
  onBreak: () => void = () => {},
): { body: unknown; isStream: boolean } {
  const text = textOf(name, program);
  const made = (): AsyncGenerator<Buffer> => pieces(text, program, onBreak);
  switch (program.kind ?? 'string') {
    case 'string':
      return { body: text, isStream: false };
    case 'buffer':
      return { body: Buffer.from(text), isStream: false };
    case 'stream':
      return { body: Readable.from(made(), { objectMode: false }), isStream: true };
    case 'generator':
      return { body: made(), isStream: false };
    case 'web-stream':
      return { body: toWebStream(made()), isStream: false };
    case 'blob':
      return { body: new Blob([text], { type: 'text/plain' }), isStream: false };
    case 'view':
      return { body: viewOf(text), isStream: false };
    default: {
      const form = new Form();
      form.append('said', text);
      return { body: form, isStream: false };
    }
  }
}

/** A part of a buffer that has more. */
function viewOf(text: string): Uint8Array {
  const bytes = Buffer.from(`..${text}..`);
  return new Uint8Array(bytes.buffer, bytes.byteOffset + 2, bytes.byteLength - 4);
}

async function* pieces(
  text: string,
  { pieces: count = 1, waitMs, breaks }: UploadProgram,
  onBreak: () => void,
): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.ceil(text.length / count));
  for (let start = 0; start < text.length; start += size) {
    if (start > 0 && waitMs !== undefined) await new Promise((resolve) => setTimeout(resolve, waitMs));
    yield Buffer.from(text.slice(start, start + size));
    if (breaks) {
      onBreak();
      throw new Error('its upload is broken');
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
