// What each fault that makes an answer say something else puts on the wire, what the ledger says of it, and which answers are spared.
import { describe, expect, test } from 'vitest';
import type { Answer } from './script.ts';
import { EVERY_FAULT } from '../model/tests/every-fault.ts';
import { ask, FakeHost } from './tests/fake-host.ts';
import { observeFaults, text } from './tests/observe-faults.ts';

describe('an answer that says something else', () => {
  test('is on the wire, and in the ledger, as the table says', () => {
    expect(observeFaults('message')).toMatchInlineSnapshot(`
      {
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
        "duplicate 1": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|6|second|0||",
          "head 200, item "one ", item "second", item "second", complete",
          "duplicate text#0",
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

  test.each(['gzip', 'deflate'])('is not said twice in pieces of what its server has coded: %s', (coding) => {
    const answer = (): Answer => ({
      ...text.answer({} as never, {} as never),
      headers: { 'content-encoding': coding },
    });
    const host = new FakeHost([{ ...text, answer }], [{ kind: 'duplicate', on: 'text#0', item: 0 }]);
    const client = host.connect();
    client.send(ask('/text'));
    expect(client.received().split('one ')).toHaveLength(2);
    expect(host.faults).toEqual([]);
  });
});
