// An answer → the operations that put it on the wire, with the faults of its exchange already in them. The bytes are
// serialised here and nowhere else, so the ledger is the wire by construction.
import type http from 'node:http';
import { createRequire } from 'node:module';
import type { Fault, FaultPoint } from '../model/case.ts';
import type { WireEvent } from '../model/trace.ts';
import { opensTunnel } from './request-target.ts';
import type { Answer } from './script.ts';

/** Required: an `import` of node:http asks for all that it exports, and with it for TLS, before the world is in place. */
const { STATUS_CODES } = createRequire(import.meta.url)('node:http') as typeof http;

/** One thing the gateway does for an exchange, in order. */
export type Op =
  | {
      do: 'write';
      bytes: Buffer;
      /** The status of the head that is complete with this, and the bytes of this up to there: all of them, by default. */
      head?: number;
      headEnds?: number;
      begins?: string;
      text?: string;
      complete?: boolean;
      /** The body as it is on the wire, of an answer that may be received so. */
      wire?: string;
      beginsWire?: string;
      /** With this the application has everything. */
      isLast?: boolean;
    }
  | { do: 'wait'; ms: number; fault?: Fault }
  | { do: 'until'; route: string }
  | { do: 'close' }
  /** A line of the ledger that goes with no write of its own. */
  | { do: 'mark'; event: WireEvent }
  | { do: 'block'; ms: number; fault: Fault }
  | { do: 'break'; how: Break; fault: Fault };

/** One that writes. */
export type Write = Op & { do: 'write' };

/** How an answer breaks off. */
export type Break = 'stall' | 'reset' | 'fin' | 'half-close';

/** What is serialised otherwise than it should be; each function is given what is right. */
export type Twist = {
  /** Comes before the head. */
  before?: Op[];
  head?: (head: Buffer) => Buffer;
  /** Chunks of a body, by the ordinal of their item. */
  chunk?: (chunk: Buffer, ordinal: number) => Buffer;
  /** What ends a chunked body. */
  lastChunk?: Buffer;
  /** What comes right before and right behind item `ordinal`. */
  beforeItem?: (ordinal: number) => Op[];
  afterItem?: (ordinal: number) => Op[];
};

/** Serialises `answer` to a request with `method` and weaves `faults` (those of this exchange) into it. */
export function planAnswer(
  answer: Answer,
  faults: readonly Fault[],
  method = 'GET',
  twist: Twist = {},
): Op[] {
  const carriesBody = mayCarryBody(method, answer.status);
  // To a tunnel neither a length nor a coding is said.
  const isFramed = hasBody(answer.status) && !opensTunnel(method, answer.status);
  const body = answer.body ?? [];
  // An empty chunk would end a chunked body: what has no bytes is not sent.
  const items = body.filter((item) => !('wire' in item) || (carriesBody && item.wire.length > 0));
  const writes = items.filter((item) => 'wire' in item);
  const chunked = (answer.framing ?? 'chunked') === 'chunked' && isFramed;
  const contentLength = body.reduce(
    (sum, item) => sum + ('wire' in item ? Buffer.byteLength(item.wire) : 0),
    0,
  );
  const ops: Op[] = [];
  const at = (point: FaultPoint) => ops.push(...breaksAt(faults, point));

  at('before-head');
  ops.push(...(twist.before ?? []));
  const plainHead = serialiseHead(answer, isFramed, contentLength);
  const head = twist.head?.(plainHead) ?? plainHead;
  const untilClose = answer.framing === 'close' && carriesBody;
  const headIsAll = !carriesBody || (!chunked && !untilClose && contentLength === 0);
  const { before = '' } = answer;
  if (before !== '') ops.push({ do: 'mark', event: { what: 'item', text: before } });
  pushHalves(ops, { do: 'write', bytes: head, head: answer.status, complete: headIsAll }, faults, 'in-head');
  let ordinal = 0;
  for (const item of items) {
    if ('waitMs' in item) ops.push({ do: 'wait', ms: item.waitMs });
    else if ('untilRequest' in item) ops.push({ do: 'until', route: item.untilRequest });
    else {
      at(`item:${ordinal}`);
      ops.push(...(twist.beforeItem?.(ordinal) ?? []));
      const plainBytes = chunked ? serialiseChunk(item.wire) : toBuffer(item.wire);
      const bytes = twist.chunk?.(plainBytes, ordinal) ?? plainBytes;
      const complete = !chunked && !untilClose && ordinal === writes.length - 1;
      const readable = {
        ...(answer.isReadable === true ? { wire: toBuffer(item.wire).toString() } : {}),
        ...(item.isLast === true ? { isLast: true } : {}),
      };
      pushHalves(
        ops,
        { do: 'write', bytes, text: item.text, complete, ...readable },
        faults,
        `mid:${ordinal}`,
      );
      ops.push(...(twist.afterItem?.(ordinal) ?? []));
      ordinal++;
    }
  }
  at(`item:${ordinal}`);
  if (chunked && carriesBody) ops.push({ do: 'write', bytes: twist.lastChunk ?? LAST_CHUNK, complete: true });
  if (untilClose || answer.headers?.['connection'] === 'close') ops.push({ do: 'close' });
  at('at-end');
  return ops;
}

/** What ends a chunked body without trailers (RFC 9112, section 7.1). */
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** True when an answer of this status to a request with this method carries a body. */
export function mayCarryBody(method: string, status: number): boolean {
  return hasBody(status) && method !== 'HEAD' && !opensTunnel(method, status);
}

/** True when an answer of this status may carry a body (RFC 9110, section 6.4.1). */
function hasBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

function serialiseHead(answer: Answer, isFramed: boolean, contentLength: number): Buffer {
  const lines = [`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Unknown'}`];
  for (const [name, value] of Object.entries(answer.headers ?? {})) lines.push(`${name}: ${value}`);
  const { framing = 'chunked' } = answer;
  if (framing === 'close') lines.push('connection: close');
  else if (isFramed)
    lines.push(framing === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${contentLength}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

function toBuffer(wire: string | Uint8Array): Buffer {
  return typeof wire === 'string' ? Buffer.from(wire) : Buffer.from(wire);
}

function serialiseChunk(wire: string | Uint8Array): Buffer {
  const size = `${Buffer.byteLength(wire).toString(16)}\r\n`;
  if (typeof wire === 'string') return Buffer.from(`${size}${wire}\r\n`);
  return Buffer.concat([Buffer.from(size), wire, Buffer.from('\r\n')]);
}

/** Pushes a write whole, or in two halves with the faults that bite inside it between them. */
function pushHalves(ops: Op[], write: Write, faults: readonly Fault[], point: FaultPoint): void {
  const between = breaksAt(faults, point);
  if (between.length === 0 || write.bytes.length < 2) {
    // A single byte has no inside: what was to strike there strikes before it.
    ops.push(...between, write);
    return;
  }
  const [first, second] = cutWrite(write, write.bytes.length >> 1);
  ops.push(first, ...between, second);
}

/** A write in two, behind its first `bytes` bytes: each tells of what it completes, and the first of what it begins. */
export function cutWrite(write: Write, bytes: number): [Write, Write] {
  const { head, headEnds: _, ...rest } = write;
  const headEnds = endOfHead(write);
  const isBehindHead = headEnds <= bytes;
  const withHead = (ends: number): Pick<Write, 'head' | 'headEnds'> =>
    head === undefined ? {} : { head, headEnds: ends };
  return [
    {
      do: 'write',
      bytes: write.bytes.subarray(0, bytes),
      ...(isBehindHead ? withHead(headEnds) : {}),
      ...beginning(write),
    },
    { ...rest, bytes: write.bytes.subarray(bytes), ...(isBehindHead ? {} : withHead(headEnds - bytes)) },
  ];
}

/** The first piece of an item tells which item it begins: its reader may be given a part of it. */
export function beginning(write: Write): { begins?: string; beginsWire?: string } {
  const { begins, text, wire, beginsWire } = write;
  if (begins === undefined && text === undefined) return {};
  // A merged write may end one item and begin the next.
  const readable =
    wire === undefined && beginsWire === undefined ? {} : { beginsWire: (wire ?? '') + (beginsWire ?? '') };
  return { begins: (text ?? '') + (begins ?? ''), ...readable };
}

function breaksAt(faults: readonly Fault[], point: FaultPoint): Op[] {
  const ops: Op[] = [];
  for (const fault of faults) {
    if (!('at' in fault) || fault.at !== point) continue;
    if (fault.kind === 'delay') ops.push({ do: 'wait', ms: fault.ms, fault });
    else if (fault.kind === 'block') ops.push({ do: 'block', ms: fault.ms, fault });
    else ops.push({ do: 'break', how: fault.kind === 'expire' ? 'fin' : fault.kind, fault });
  }
  return ops;
}

/** Cuts writes to `bytes` bytes a segment (`split`) and joins neighbours (`merge`); what a write completes stays last. */
export function sliceWrites(ops: Op[], faults: readonly Fault[]): Op[] {
  let result = ops;
  for (const fault of faults) {
    if (fault.kind === 'merge') result = mergeWrites(result, fault.items);
    if (fault.kind === 'split') result = splitWrites(result, fault.bytes);
  }
  return result;
}

/** Segments one write is split into at most: a large body in tiny pieces shows nothing that a small one does not. */
const SPLIT_PIECES_MAX = 40;

function splitWrites(ops: Op[], bytes: number): Op[] {
  return ops.flatMap((op) => {
    if (op.do !== 'write' || op.bytes.length <= bytes) return [op];
    const pieces: Op[] = [];
    let left = op;
    while (left.bytes.length > bytes && pieces.length < SPLIT_PIECES_MAX - 1) {
      const [piece, rest] = cutWrite(left, bytes);
      pieces.push(piece);
      left = rest;
    }
    pieces.push(left);
    return pieces;
  });
}

function mergeWrites(ops: Op[], items: number): Op[] {
  const result: Op[] = [];
  let joined = 1;
  for (const op of ops) {
    const last = result.at(-1);
    if (op.do === 'write' && last?.do === 'write' && joined < items) {
      const text = (last.text ?? '') + (op.text ?? '');
      const head = op.head ?? last.head;
      const headEnds = op.head === undefined ? endOfHead(last) : last.bytes.length + endOfHead(op);
      const begins = op.begins ?? (op.text === undefined ? last.begins : undefined);
      const beginsWire = op.beginsWire ?? (op.wire === undefined ? last.beginsWire : undefined);
      const wire = (last.wire ?? '') + (op.wire ?? '');
      result[result.length - 1] = {
        do: 'write',
        bytes: Buffer.concat([last.bytes, op.bytes]),
        ...(head === undefined ? {} : { head, headEnds }),
        ...(begins === undefined ? {} : { begins }),
        ...(text === '' ? {} : { text }),
        ...(beginsWire === undefined ? {} : { beginsWire }),
        ...(wire === '' ? {} : { wire }),
        ...(op.complete ? { complete: true } : {}),
        ...(op.isLast === true || last.isLast === true ? { isLast: true } : {}),
      };
      joined++;
    } else {
      result.push(op);
      joined = 1;
    }
  }
  return result;
}

function endOfHead({ headEnds, bytes }: Write): number {
  return headEnds ?? bytes.length;
}
