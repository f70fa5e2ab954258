// A fault on an exchange → what it puts on the wire, and what the ledger says of it: a line of either. Kinds are told by what they
// change, so that each is in one table.
import type { Fault } from '../../model/fault.ts';
import { EVERY_FAULT } from '../../model/tests/every-fault.ts';
import { plain, type Route } from '../script.ts';
import { ask, FakeHost } from './fake-host.ts';

/** Answers in two chunks. */
export const text: Route = {
  name: 'text',
  path: '/text',
  answer: () => ({ status: 200, body: [plain('one '), plain('second')] }),
};

/** Kinds that change when the bytes of an answer come, and how far. */
const OF_DELIVERY: ReadonlySet<string> = new Set([
  'delay',
  'block',
  'slow-headers',
  'split',
  'merge',
  'stall',
  'reset',
  'fin',
  'half-close',
  'idle-close',
  'limit',
  'expire',
]);

/** Kinds that are not an answer's. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'refuse',
  'slow-connect',
  'dns',
  'unreachable',
  'accept',
  'backpressure',
  'continue',
  'early-answer',
]);

/** What each fault does that changes the delivery of an answer, by kind and form; or each that changes anything else of one. */
export function observeFaults(of: 'delivery' | 'message'): Record<string, string[]> {
  return Object.fromEntries(
    EVERY_FAULT.filter(
      ({ kind }) => !ELSEWHERE.has(kind) && OF_DELIVERY.has(kind) === (of === 'delivery'),
    ).map((fault) => [nameOf(fault), observe(fault)]),
  );
}

/** Milliseconds after which whatever is to come has come. */
const ENOUGH_MS = 1_000;

/** What is long is named. */
function shorten(received: string): string {
  return received
    .replaceAll('\r\n', '|')
    .replace(/x{1000,}/, '(much)')
    .replace(/(?:x-field-\d+: value\|){100}/, '(fields)')
    .replace(/(?:x-trailer: value of a trailer\|){1000}/, '(trailers)')
    .replaceAll(/[^ -~]+/g, '?')
    .replaceAll(/(?<=gzip\|transfer-encoding: chunked\|\|).*\?.*/g, '(coded)');
}

function observe(fault: Fault): string[] {
  const host = new FakeHost([text], [fault]);
  const client = host.connect();
  client.send(ask('/text', { 'accept-encoding': 'gzip' }));
  for (let ms = 0; ms < ENOUGH_MS; ms += 10) host.advance(10);
  const ledger = host.ledger.slice(1).map((line) => line.replace('0 text - ', ''));
  return [shorten(client.received()), ledger.join(', '), client.ended(), ...host.faults].filter(
    (line) => line !== '',
  );
}

function nameOf(fault: Fault): string {
  return Object.values(fault)
    .filter((value) => value !== fault.on)
    .join(' ');
}
