// An answer and the faults of its exchange → the answer as it is really given: another framing, a coding, an item twice.
// What comes out is an answer like any other; only what is said on the wire of it can still be wrong (plan-exchange.ts).
import { gzipSync } from 'node:zlib';
import type { Fault } from '../model/fault.ts';
import { mayCarryBody } from './answer-ops.ts';
import type { Answer, BodyItem, GatewayRequest } from './script.ts';

/** The answer that is given, and the faults that made it what it is. */
export type Bent = { answer: Answer; struck: Fault[] };

/** Bends `answer` to `request` as `faults` say. Those that find nothing to bend do not strike. */
export function bendAnswer(answer: Answer, faults: readonly Fault[], request: GatewayRequest): Bent {
  const struck: Fault[] = [];
  if (!mayCarryBody(request.method, answer.status)) return { answer, struck };
  let bent = answer;
  for (const fault of faults) {
    // A piece of what its server has coded is nothing that can be said twice.
    if (fault.kind === 'duplicate' && answer.headers?.['content-encoding'] !== undefined) continue;
    const next = bend(bent, fault, request);
    if (next === undefined) continue;
    bent = next;
    struck.push(fault);
  }
  return { answer: bent, struck };
}

function bend(answer: Answer, fault: Fault, request: GatewayRequest): Answer | undefined {
  switch (fault.kind) {
    case 'framing':
      return reframe(answer, fault.form);
    case 'gzip':
      return compress(answer, fault.form, request);
    case 'duplicate':
      return repeat(answer, fault.item);
    default:
      return undefined;
  }
}

function reframe(answer: Answer, form: (Fault & { kind: 'framing' })['form']): Answer {
  switch (form) {
    case 'length':
    case 'chunked':
      return { ...answer, framing: form };
    case 'eof':
    case 'http-1.0-eof':
      return { ...answer, framing: 'close' };
    // Without the word `keep-alive`, HTTP/1.0 ends its connection with the answer.
    case 'http-1.0':
      return { ...answer, framing: 'length', headers: { ...answer.headers, connection: 'close' } };
    default:
      return { ...answer, framing: 'length', headers: { ...answer.headers, connection: 'keep-alive' } };
  }
}

/** Only for who asked for it, as a server does. */
function compress(
  answer: Answer,
  form: 'whole' | 'cut' | 'bad',
  { headers }: GatewayRequest,
): Answer | undefined {
  const accepts = headers['accept-encoding'] ?? '';
  if (!/\bgzip\b/.test(accepts) || answer.headers?.['content-encoding'] !== undefined) return undefined;
  const body = answer.body ?? [];
  const last = body.findLastIndex((item) => 'wire' in item);
  if (last < 0) return undefined;
  const coded = body.map((item, index): BodyItem => {
    if (!('wire' in item) || form === 'bad') return item;
    const wire = gzipSync(item.wire);
    return { ...item, wire: form === 'cut' && index === last ? wire.subarray(0, wire.length >> 1) : wire };
  });
  return { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: coded };
}

/** Item `ordinal` twice: the server says it again, and the client is to hear it again. */
function repeat(answer: Answer, ordinal: number): Answer | undefined {
  let nth = -1;
  let isFound = false;
  const body = (answer.body ?? []).flatMap((item) => {
    if (!('wire' in item) || ++nth !== ordinal) return [item];
    isFound = true;
    return [item, item];
  });
  return isFound ? { ...answer, body } : undefined;
}
