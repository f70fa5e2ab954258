// An answer and the faults of its exchange → how its bytes differ from what HTTP/1.1 asks for, with the marks that the ledger
// needs: `malformed` where no client may go on, `dubious` where it may or may not.
import type { Fault } from '../model/fault.ts';
import type { Op, Twist } from './answer-ops.ts';
import type { Answer } from './script.ts';

/** How the answer is said, and the faults that make it so. */
export type Twisted = { answer: Answer; twist: Twist; struck: Fault[] };

/** No client may go on from here: what follows is no HTTP. */
export const MALFORMED: Op = { do: 'mark', event: { what: 'cut', how: 'malformed' } };

/** From here on a client may refuse. */
export const DUBIOUS: Op = { do: 'mark', event: { what: 'dubious' } };

/** Bytes that a `long` Content-Length promises too many. */
const EXCESS_BYTES = 1_000;

/** Bytes of an oversized header: more than any client's limit for a whole head (16 KiB in Node). */
const OVERSIZED_BYTES = 65_536;

/** Fields of `many` headers or trailers: within the limits of Node and undici for a head, and beyond them. */
const HEADERS_COUNT = 100;
const TRAILERS_COUNT = 1_000;

/** Adds to `answer` what the wire gets wrong of it. `carriesBody` false: only its head can be. */
export function twistAnswer(answer: Answer, faults: readonly Fault[], carriesBody: boolean): Twisted {
  const state: State = { answer, twist: {}, struck: [], marks: [], edits: [] };
  for (const fault of faults) if (apply(state, fault, carriesBody)) state.struck.push(fault);
  const { twist, edits, marks } = state;
  if (marks.length > 0) twist.before = [...(twist.before ?? []), ...marks];
  if (edits.length > 0)
    twist.head = (head) =>
      Buffer.from(
        edits.reduce((text, edit) => edit(text), head.toString('latin1')),
        'latin1',
      );
  return { answer: state.answer, twist, struck: state.struck };
}

type State = Twisted & {
  /** What the ledger says before the head. */
  marks: Op[];
  edits: ((head: string) => string)[];
};

function apply(state: State, fault: Fault, carriesBody: boolean): boolean {
  switch (fault.kind) {
    case 'interim':
      state.twist.before = [...(state.twist.before ?? []), ...interim(fault.status, fault.count)];
      return true;
    case 'headers':
      return twistHeaders(state, fault.form);
    case 'framing':
      // Only what says so of itself; the framing itself is bent.
      if (carriesBody && fault.form.startsWith('http-1.0'))
        state.edits.push((head) => head.replace('HTTP/1.1', 'HTTP/1.0'));
      return false;
    case 'content-length':
      return carriesBody && twistLength(state, fault.form);
    case 'chunk':
      return carriesBody && twistChunk(state, fault);
    case 'trailers':
      return carriesBody && twistTrailers(state, fault.form);
    case 'gzip':
      // What cannot be decoded to its end may be refused; who does not decode has nothing to refuse.
      if (state.answer.headers?.['content-encoding'] === 'gzip' && fault.form !== 'whole')
        state.marks.push(DUBIOUS);
      return false;
    default:
      return false;
  }
}

function interim(status: 100 | 102 | 103, count: number): Op[] {
  const lines = {
    100: 'HTTP/1.1 100 Continue',
    102: 'HTTP/1.1 102 Processing',
    103: 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload; as=style',
  };
  const bytes = Buffer.from(`${lines[status]}\r\n\r\n`);
  return Array.from({ length: count }, () => ({ do: 'write', bytes }));
}

function twistHeaders(state: State, form: (Fault & { kind: 'headers' })['form']): true {
  const lines = {
    many: Array.from({ length: HEADERS_COUNT }, (_, index) => `x-field-${index}: value`),
    oversized: [`x-oversized: ${'x'.repeat(OVERSIZED_BYTES)}`],
    'no-colon': ['this line has no colon'],
    // Obsolete since RFC 7230; RFC 9112, section 5.2, still asks user agents to read it.
    folded: ['x-folded: one', ' two'],
  }[form];
  state.edits.push((head) => head.replace(/\r\n\r\n$/, `\r\n${lines.join('\r\n')}\r\n\r\n`));
  if (form !== 'many') state.marks.push(DUBIOUS);
  return true;
}

/** Says another length. */
function rewrite(make: (bytes: number) => string): (head: string) => string {
  return (head) => head.replace(/content-length: (\d+)/, (_, bytes: string) => make(Number(bytes)));
}

function twistLength(state: State, form: (Fault & { kind: 'content-length' })['form']): boolean {
  const { edits, marks } = state;
  if (form === 'with-chunked') {
    state.answer = { ...state.answer, framing: 'chunked' };
    // RFC 9112, section 6.3: the coding overrides the length, or the answer is refused.
    edits.push((head) => head.replace(/\r\n\r\n$/, '\r\ncontent-length: 5\r\n\r\n'));
    marks.push(DUBIOUS);
    return true;
  }
  if (form === 'short' && shortBytes(state.answer) === 0) return false;
  state.answer = { ...state.answer, framing: 'length' };
  const { answer } = state;
  if (form === 'short') edits.push(rewrite((bytes) => `content-length: ${bytes - shortBytes(answer)}`));
  else if (form === 'long') edits.push(rewrite((bytes) => `content-length: ${bytes + EXCESS_BYTES}`));
  else {
    // RFC 9112, section 6.3: neither leaves a length that could be trusted.
    edits.push(
      form === 'doubled'
        ? rewrite((bytes) => `content-length: ${bytes}\r\ncontent-length: ${bytes + 1}`)
        : rewrite(() => 'content-length: many'),
    );
    marks.push(MALFORMED);
  }
  return true;
}

/** Bytes of the last item that a `short` Content-Length leaves out: half of it. */
function shortBytes({ body = [] }: Answer): number {
  const last = body.findLast((item) => 'wire' in item);
  return last === undefined ? 0 : Buffer.byteLength(last.wire) >> 1;
}

function twistChunk(state: State, { form, item }: Fault & { kind: 'chunk' }): boolean {
  const { twist } = state;
  const count = (state.answer.body ?? []).filter((other) => 'wire' in other && other.wire.length > 0).length;
  if (item >= count) return false;
  state.answer = { ...state.answer, framing: 'chunked' };
  const isIt = (ordinal: number): boolean => ordinal === item;
  const edit = (make: (chunk: Buffer, sizeEnd: number) => Buffer): void => {
    const { chunk: before } = twist;
    twist.chunk = (chunk, ordinal) => {
      const given = before?.(chunk, ordinal) ?? chunk;
      return isIt(ordinal) ? make(given, given.indexOf('\r\n')) : given;
    };
  };
  if (form === 'extension') {
    edit((chunk, sizeEnd) => sized(`${chunk.subarray(0, sizeEnd).toString()};name=value`)(chunk, sizeEnd));
    return true;
  }
  if (form === 'no-crlf') {
    edit((chunk) => chunk.subarray(0, -2));
    twist.afterItem = (ordinal) => (isIt(ordinal) ? [MALFORMED] : []);
  } else if (form === 'oversized') {
    edit((chunk, sizeEnd) => {
      const size = Number.parseInt(chunk.subarray(0, sizeEnd).toString(), 16) + EXCESS_BYTES;
      return sized(size.toString(16))(chunk.subarray(0, -2), sizeEnd);
    });
  } else {
    edit(sized(form === 'overflow' ? 'f'.repeat(20) : 'zz'));
    twist.beforeItem = (ordinal) => (isIt(ordinal) ? [MALFORMED] : []);
  }
  return true;
}

/** Gives a chunk another size; `sizeEnd` is where its own ends. */
function sized(size: string): (chunk: Buffer, sizeEnd: number) => Buffer {
  return (chunk, sizeEnd) => Buffer.concat([Buffer.from(size), chunk.subarray(sizeEnd)]);
}

function twistTrailers(state: State, form: 'plain' | 'many' | 'invalid'): true {
  state.answer = { ...state.answer, framing: 'chunked' };
  const count = form === 'many' ? TRAILERS_COUNT : 1;
  const field = form === 'invalid' ? 'this line has no colon' : 'x-trailer: value of a trailer';
  state.twist.lastChunk = Buffer.from(`0\r\n${`${field}\r\n`.repeat(count)}\r\n`);
  if (form !== 'plain') state.marks.push(DUBIOUS);
  return true;
}
