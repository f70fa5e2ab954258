// An answer, its request and the faults of the exchange → the operations that put it on the wire, and the faults that took
// part. The answer is bent, then said wrongly, then its operations are cut and joined; the ledger's marks are among them.
import type { Fault } from '../model/fault.ts';
import {
  beginning,
  cutWrite,
  mayCarryBody,
  planAnswer,
  sliceWrites,
  type Op,
  type Write,
} from './answer-ops.ts';
import { bendAnswer } from './bend-answer.ts';
import type { Answer, GatewayRequest } from './script.ts';
import { DUBIOUS, MALFORMED, twistAnswer } from './twist-answer.ts';

/** What the gateway does for an exchange, and the faults that have struck with its first operation. */
export type Plan = { ops: Op[]; struck: Fault[] };

/** Kinds that decide how a body is told from what follows it: one at a time, the first. */
const SHAPES: ReadonlySet<string> = new Set(['framing', 'chunk', 'content-length', 'bodiless', 'trailers']);

/** The answer that nobody asked for. `exchange` makes its text one that no other answer has. */
export function unsolicitedAnswer(exchange: number): { text: string; bytes: Buffer } {
  const text = `unsolicited, behind answer ${exchange}`;
  return { text, bytes: Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`) };
}

/** Plans the answer to `request`, which is exchange `exchange`. */
export function planExchange(
  given: Answer,
  all: readonly Fault[],
  request: GatewayRequest,
  exchange: number,
): Plan {
  const shape = all.find(({ kind }) => SHAPES.has(kind));
  const faults = all.filter((fault) => fault === shape || !SHAPES.has(fault.kind));
  const bent = bendAnswer(given, faults, request);
  const carriesBody = mayCarryBody(request.method, given.status);
  const { answer, twist, struck } = twistAnswer(bent.answer, faults, carriesBody);
  struck.unshift(...bent.struck);
  // A body whose length nobody is told ends with a chunk or a close: what it carries then has to have a length.
  const isBodiless = carriesBody && faults.some(({ kind }) => kind === 'bodiless');
  let ops = planAnswer(isBodiless ? { ...answer, framing: 'length' } : answer, faults, request.method, twist);
  for (const fault of faults) {
    const changed = change(ops, fault, carriesBody, exchange);
    if (changed === undefined) continue;
    ops = changed;
    if (!struck.includes(fault)) struck.push(fault);
  }
  for (const fault of faults) if (fault.kind === 'split' || fault.kind === 'merge') struck.push(fault);
  ops = sliceWrites(ops, faults);
  for (const fault of faults) if (fault.kind === 'limit') ops = limit(ops, fault);
  return { ops, struck };
}

/** The operations as `fault` changes them; undefined when it does not, or was told of before. */
function change(ops: Op[], fault: Fault, carriesBody: boolean, exchange: number): Op[] | undefined {
  switch (fault.kind) {
    case 'garbage':
      return [
        ...ops.slice(0, ops.findIndex(isWrite)),
        MALFORMED,
        { do: 'write', bytes: GARBAGE[fault.form] },
      ];
    case 'slow-headers':
      return ops.flatMap((op) => (isWrite(op) && op.head !== undefined ? slowly(op, fault) : [op]));
    case 'bodiless':
      return carriesBody ? withoutBody(ops, fault.status) : undefined;
    case 'unsolicited':
      return fault.when === 'at-once' ? withSecond(ops, exchange) : undefined;
    case 'early-answer':
      if (fault.form === 'drain') return ops;
      return [DUBIOUS, ...withoutClose(ops), { do: 'break', how: 'fin', fault }];
    case 'content-length':
      if (carriesBody && fault.form === 'short') return endInLast(ops);
      return carriesBody && fault.form === 'long' ? neverEnding(ops, fault) : undefined;
    case 'chunk':
      return carriesBody && fault.form === 'oversized' ? breakBehind(ops, fault) : undefined;
    default:
      return undefined;
  }
}

function isWrite(op: Op): op is Write {
  return op.do === 'write';
}

function withoutClose(ops: Op[]): Op[] {
  return ops.filter((op) => op.do !== 'close');
}

const GARBAGE = {
  text: Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'),
  html: Buffer.from('<html><body>It works!</body></html>\r\n'),
  // An alert, handshake failure: what a TLS server says to plain text.
  tls: Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]),
  // An empty SETTINGS frame.
  http2: Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
};

/** A head line by line. */
function slowly(write: Write, fault: Fault & { kind: 'slow-headers' }): Op[] {
  const ops: Op[] = [];
  let left = write;
  for (;;) {
    const end = left.bytes.indexOf('\r\n') + 2;
    if (end < 2 || end >= left.bytes.length) return [...ops, left];
    const [line, rest] = cutWrite(left, end);
    ops.push(line, { do: 'wait', ms: fault.ms });
    left = rest;
  }
}

/** A status that has no body (RFC 9112, section 6.3), and a body behind it. */
function withoutBody(ops: Op[], status: 204 | 304): Op[] {
  const line = status === 204 ? 'HTTP/1.1 204 No Content' : 'HTTP/1.1 304 Not Modified';
  let isFirst = true;
  return ops.flatMap((op): Op[] => {
    if (!isWrite(op)) return [op];
    const write: Write = { do: 'write', bytes: op.bytes };
    if (isFirst) {
      isFirst = false;
      const text = op.bytes.toString('latin1').replace(/^HTTP\/1\.[01] \d+[^\r]*/, line);
      write.bytes = Buffer.from(text, 'latin1');
    }
    return op.head === undefined ? [write] : [{ ...write, head: status, complete: true }, DUBIOUS];
  });
}

/** A second answer in the same write as the end of the first. */
function withSecond(ops: Op[], exchange: number): Op[] | undefined {
  const last = ops.findLastIndex((op) => isWrite(op) && op.complete === true);
  if (last < 0) return undefined;
  const { text, bytes } = unsolicitedAnswer(exchange);
  const write = ops[last] as Write;
  return [
    ...ops.slice(0, last),
    DUBIOUS,
    { do: 'mark', event: { what: 'unsolicited', text } },
    { ...write, bytes: Buffer.concat([write.bytes, bytes]) },
    ...ops.slice(last + 1),
  ];
}

/** The head said that the body ends inside its last item: the rest of that is nobody's. */
function endInLast(ops: Op[]): Op[] | undefined {
  const last = ops.findLastIndex((op) => isWrite(op) && op.complete === true && op.text !== undefined);
  if (last < 0) return undefined;
  const { do: what, bytes, isLast: _, ...rest } = ops[last] as Write;
  return [
    ...ops.slice(0, last),
    DUBIOUS,
    { do: what, bytes, complete: true, ...beginning({ do: what, bytes, ...rest }) },
    ...ops.slice(last + 1),
  ];
}

/** The head promised more than there is: the connection ends before the body does. */
function neverEnding(ops: Op[], fault: Fault): Op[] {
  const open = withoutClose(ops).map((op): Op => {
    if (!isWrite(op)) return op;
    const { complete: _, ...write } = op;
    return write;
  });
  return [...open, { do: 'break', how: 'fin', fault }];
}

/** A chunk promised more than there is: the connection ends behind it. */
function breakBehind(ops: Op[], fault: Fault & { kind: 'chunk' }): Op[] | undefined {
  let nth = -1;
  const at = ops.findIndex((op) => isWrite(op) && op.text !== undefined && ++nth === fault.item);
  if (at < 0) return undefined;
  return [...ops.slice(0, at + 1), { do: 'break', how: 'fin', fault }];
}

/** The first `bytes` bytes of what would be written, and then the end of the connection. What would have come stays behind it, not to be reached. */
function limit(ops: Op[], fault: Fault & { kind: 'limit' }): Op[] {
  let left = fault.bytes;
  for (const [index, op] of ops.entries()) {
    if (!isWrite(op)) continue;
    if (op.bytes.length <= left) {
      left -= op.bytes.length;
      continue;
    }
    const before = ops.slice(0, index);
    if (left > 0) before.push(cutWrite(op, left)[0]);
    return [...before, { do: 'break', how: fault.how, fault }, ...ops.slice(index)];
  }
  return ops;
}
