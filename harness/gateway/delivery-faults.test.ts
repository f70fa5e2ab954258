// What each fault that changes the delivery of an answer puts on the wire, and what the ledger says of it.
import { expect, test } from 'vitest';
import { observeFaults } from './tests/observe-faults.ts';

test('an answer that comes otherwise is on the wire, and in the ledger, as the table says', () => {
  expect(observeFaults('delivery')).toMatchInlineSnapshot(`
      {
        "block in-head 100": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "block text#0",
        ],
        "delay before-head 10": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
          "delay text#0",
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
        "half-close item:1": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |",
          "head 200, item "one ", cut "fin"",
          "end",
          "half-close text#0",
        ],
        "idle-close fin": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
        ],
        "idle-close reset": [
          "HTTP/1.1 200 OK|transfer-encoding: chunked||4|one |6|second|0||",
          "head 200, item "one ", item "second", complete",
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
      }
    `);
});
