// What each fault of an exchange puts on the wire, and what the ledger says of it: one line of either for each.
import { describe, expect, test } from 'vitest';
import type { Fault } from '../model/fault.ts';
import { EVERY_FAULT } from '../model/tests/every-fault.ts';
import { plain, type Route } from './script.ts';
import { ask, FakeHost } from './tests/fake-host.ts';

/** Answers in two chunks. */
const text: Route = {
  name: 'text',
  path: '/text',
  answer: () => ({ status: 200, body: [plain('one '), plain('second')] }),
};

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

function nameOf(fault: Fault): string {
  return Object.values(fault)
    .filter((value) => value !== fault.on)
    .join(' ');
}

describe('an answer with a fault', () => {
  test('is on the wire, and in the ledger, as the table says', () => {
    const table = Object.fromEntries(
      EVERY_FAULT.filter(({ kind }) => !ELSEWHERE.has(kind)).map((fault) => [nameOf(fault), observe(fault)]),
    );
    expect(table).toMatchInlineSnapshot(`
      {
        "block in-head 100": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "block text#0",
        ],
        "bodiless 204": [
          "HTTP/1.1 204 No Content|content-length: 10||one second",
          "head 204, complete, dubious",
          "bodiless text#0",
        ],
        "bodiless 304": [
          "HTTP/1.1 304 Not Modified|content-length: 10||one second",
          "head 304, complete, dubious",
          "bodiless text#0",
        ],
        "chunk 1 bad-size": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |zz|second|0||",
          "head 200, item "one ", cut "malformed"",
          "chunk text#0",
        ],
        "chunk 1 extension": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6;name=value|second|0||",
          "head 200, item "one ", item "second", complete",
          "chunk text#0",
        ],
        "chunk 1 no-crlf": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second0||",
          "head 200, item "one ", item "second", cut "malformed"",
          "chunk text#0",
        ],
        "chunk 1 overflow": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |ffffffffffffffffffff|second|0||",
          "head 200, item "one ", cut "malformed"",
          "chunk text#0",
        ],
        "chunk 1 oversized": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |3ee|second",
          "head 200, item "one ", item "second", cut "fin"",
          "close",
          "chunk text#0",
        ],
        "content-length doubled": [
          "HTTP/1.1 200 OK|content-length: 10|content-length: 11||one second",
          "cut "malformed"",
          "content-length text#0",
        ],
        "content-length long": [
          "HTTP/1.1 200 OK|content-length: 1010||one second",
          "head 200, item "one ", item "second", cut "fin"",
          "close",
          "content-length text#0",
        ],
        "content-length nonsense": [
          "HTTP/1.1 200 OK|content-length: many||one second",
          "cut "malformed"",
          "content-length text#0",
        ],
        "content-length short": [
          "HTTP/1.1 200 OK|content-length: 7||one second",
          "head 200, item "one ", dubious, item-begun "second", complete",
          "content-length text#0",
        ],
        "content-length with-chunked": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked|content-length: 5||4|one |6|second|0||",
          "dubious, head 200, item "one ", item "second", complete",
          "content-length text#0",
        ],
        "delay before-head 10": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "delay text#0",
        ],
        "duplicate 1": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|6|second|0||",
          "head 200, item "one ", item "second", item "second", complete",
          "duplicate text#0",
        ],
        "expire item:1": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |",
          "head 200, item "one ", cut "fin"",
          "close",
          "expire text#0",
        ],
        "fin idle": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "close",
          "fin text#0",
        ],
        "framing chunked": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "framing text#0",
        ],
        "framing eof": [
          "HTTP/1.1 200 OK|connection: close||one second",
          "head 200, item "one ", item "second", complete",
          "close",
          "framing text#0",
        ],
        "framing http-1.0": [
          "HTTP/1.0 200 OK|connection: close|content-length: 10||one second",
          "head 200, item "one ", item "second", complete",
          "close",
          "framing text#0",
        ],
        "framing http-1.0-eof": [
          "HTTP/1.0 200 OK|connection: close||one second",
          "head 200, item "one ", item "second", complete",
          "close",
          "framing text#0",
        ],
        "framing http-1.0-keep-alive": [
          "HTTP/1.0 200 OK|connection: keep-alive|content-length: 10||one second",
          "head 200, item "one ", item "second", complete",
          "framing text#0",
        ],
        "framing length": [
          "HTTP/1.1 200 OK|content-length: 10||one second",
          "head 200, item "one ", item "second", complete",
          "framing text#0",
        ],
        "garbage html": [
          "<html><body>It works!</body></html>|",
          "cut "malformed"",
          "garbage text#0",
        ],
        "garbage http2": [
          "?",
          "cut "malformed"",
          "garbage text#0",
        ],
        "garbage text": [
          "SSH-2.0-OpenSSH_9.6|",
          "cut "malformed"",
          "garbage text#0",
        ],
        "garbage tls": [
          "?(",
          "cut "malformed"",
          "garbage text#0",
        ],
        "gzip bad": [
          "HTTP/1.1 200 OK|content-encoding: gzip|transfer-encoding: chunked||4|one |6|second|0||",
          "dubious, head 200, item "one ", item "second", complete",
          "gzip text#0",
        ],
        "gzip cut": [
          "HTTP/1.1 200 OK|content-encoding: gzip|transfer-encoding: chunked||(coded)",
          "dubious, head 200, item "one ", item "second", complete",
          "gzip text#0",
        ],
        "gzip whole": [
          "HTTP/1.1 200 OK|content-encoding: gzip|transfer-encoding: chunked||(coded)",
          "head 200, item "one ", item "second", complete",
          "gzip text#0",
        ],
        "half-close item:1": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |",
          "head 200, item "one ", cut "fin"",
          "end",
          "half-close text#0",
        ],
        "headers folded": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked|x-folded: one| two||4|one |6|second|0||",
          "dubious, head 200, item "one ", item "second", complete",
          "headers text#0",
        ],
        "headers many": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked|(fields)|4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "headers text#0",
        ],
        "headers no-colon": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked|this line has no colon||4|one |6|second|0||",
          "dubious, head 200, item "one ", item "second", complete",
          "headers text#0",
        ],
        "headers oversized": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked|x-oversized: (much)||4|one |6|second|0||",
          "dubious, head 200, item "one ", item "second", complete",
          "headers text#0",
        ],
        "idle-close fin": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
        ],
        "idle-close reset": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
        ],
        "interim 100 2": [
          "HTTP/1.1 100 Continue||HTTP/1.1 100 Continue||HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "interim text#0",
        ],
        "interim 102 2": [
          "HTTP/1.1 102 Processing||HTTP/1.1 102 Processing||HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "interim text#0",
        ],
        "interim 103 2": [
          "HTTP/1.1 103 Early Hints|link: </style.css>; rel=preload; as=style||HTTP/1.1 103 Early Hints|link: </style.css>; rel=preload; as=style||HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "interim text#0",
        ],
        "limit 20 fin": [
          "HTTP/1.1 200 OK|tra",
          "cut "fin"",
          "close",
          "limit text#0",
        ],
        "limit 20 reset": [
          "HTTP/1.1 200 OK|tra",
          "cut "reset"",
          "reset",
          "limit text#0",
        ],
        "merge 2": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "merge text#0",
        ],
        "redirect 307 invalid": [
          "HTTP/1.1 307 Temporary Redirect|content-type: application/json|location: http://[|content-length: 17||{"error":"moved"}",
          "head 307, complete",
          "redirect text#0",
        ],
        "redirect 307 loop": [
          "HTTP/1.1 307 Temporary Redirect|content-type: application/json|location: /text|content-length: 17||{"error":"moved"}",
          "head 307, complete",
          "redirect text#0",
        ],
        "redirect 307 once": [
          "HTTP/1.1 307 Temporary Redirect|content-type: application/json|location: /text|content-length: 17||{"error":"moved"}",
          "head 307, complete",
          "redirect text#0",
        ],
        "reset mid:1": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|se",
          "head 200, item "one ", item-begun "second", cut "reset"",
          "reset",
          "reset text#0",
        ],
        "slow-headers 10": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "slow-headers text#0",
        ],
        "split 30": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "split text#0",
        ],
        "stall item:1": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |",
          "head 200, item "one ", cut "stall"",
          "stall text#0",
        ],
        "status 503 date once small": [
          "HTTP/1.1 503 Service Unavailable|content-type: application/json|retry-after: Mon, 13 Apr 2026 00:00:02 GMT|content-length: 19||{"error":"refused"}",
          "head 503, complete",
          "status text#0",
        ],
        "status 503 none once small": [
          "HTTP/1.1 503 Service Unavailable|content-type: application/json|content-length: 19||{"error":"refused"}",
          "head 503, complete",
          "status text#0",
        ],
        "status 503 nonsense once small": [
          "HTTP/1.1 503 Service Unavailable|content-type: application/json|retry-after: soon|content-length: 19||{"error":"refused"}",
          "head 503, complete",
          "status text#0",
        ],
        "status 503 seconds once small": [
          "HTTP/1.1 503 Service Unavailable|content-type: application/json|retry-after: 2|content-length: 19||{"error":"refused"}",
          "head 503, complete",
          "status text#0",
        ],
        "trailers invalid": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0|this line has no colon||",
          "dubious, head 200, item "one ", item "second", complete",
          "trailers text#0",
        ],
        "trailers many": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0|(trailers)|",
          "dubious, head 200, item "one ", item "second", complete",
          "trailers text#0",
        ],
        "trailers plain": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0|x-trailer: value of a trailer||",
          "head 200, item "one ", item "second", complete",
          "trailers text#0",
        ],
        "unauthorized once small": [
          "HTTP/1.1 401 Unauthorized|content-type: application/json|www-authenticate: Bearer|content-length: 24||{"error":"unauthorized"}",
          "head 401, complete",
          "unauthorized text#0",
        ],
        "unsolicited at-once": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||HTTP/1.1 200 OK|content-length: 28||unsolicited, behind answer 0",
          "head 200, item "one ", item "second", dubious, unsolicited "unsolicited, behind answer 0", complete",
          "unsolicited text#0",
        ],
        "unsolicited later": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||HTTP/1.1 200 OK|content-length: 28||unsolicited, behind answer 0",
          "head 200, item "one ", item "second", complete, dubious, unsolicited "unsolicited, behind answer 0"",
          "unsolicited text#0",
        ],
      }
    `);
  });

  test('has its length where a fault asks for one: first come, first served', () => {
    const host = new FakeHost(
      [text],
      [
        { kind: 'chunk', on: 'text#0', item: 0, form: 'bad-size' },
        { kind: 'content-length', on: 'text#0', form: 'doubled' },
      ],
    );
    const client = host.connect();
    client.send(ask('/text'));
    expect(client.received()).not.toContain('content-length');
    expect(host.faults).toEqual(['chunk text#0']);
  });

  test.each(EVERY_FAULT.filter(({ kind }) => ['chunk', 'gzip', 'duplicate', 'bodiless'].includes(kind)))(
    'that has no body is spared by what bites in bodies: $kind',
    (fault) => {
      const host = new FakeHost([text], [fault]);
      const client = host.connect();
      client.send(ask('/text', { 'accept-encoding': 'gzip' }, '', 'HEAD'));
      expect(client.received()).toBe('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      expect(host.faults).toEqual([]);
    },
  );

  test('is compressed only for who accepts that', () => {
    const host = new FakeHost([text], [{ kind: 'gzip', on: 'text#0', form: 'whole' }]);
    const client = host.connect();
    client.send(ask('/text', { 'accept-encoding': 'br' }));
    expect(client.received()).not.toContain('gzip');
    expect(host.faults).toEqual([]);
  });
});
