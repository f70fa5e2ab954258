// What why-is-node-running prints → findings that name the client's lines.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readHolders } from './read-holders.ts';

const ROOT = join(import.meta.dirname, '../..');

it('an account becomes one finding per holder, with the frames of the client alone', () => {
  const lines = [
    'There are 3 handle(s) keeping the process running.',
    '',
    '# TCPWRAP',
    `${ROOT}/harness/simulate/loopback/tcp-binding.ts:50 - return new TCP(kind);`,
    `${ROOT}/node_modules/undici/lib/core/connect.js:134 - socket = net.connect({`,
    `${ROOT}/src/session.ts:12       - this.open();`,
    '',
    '# TickObject',
    '(unknown stack trace)',
    '',
    '# UNDICI_REQUEST',
    `${ROOT}/src/session.ts:20 - request(url);`,
    '',
    '# Timeout',
    '/elsewhere/client.mjs:7',
  ];
  const holders = readHolders(({ error }) => lines.forEach(error));
  expect(holders.map(({ message, places }) => [message, places[0]!.frames])).toEqual([
    [
      'the process did not exit by itself: a TCP socket (TCPWRAP) holds it',
      [
        'node_modules/undici/lib/core/connect.js:134  socket = net.connect({',
        'src/session.ts:12  this.open();',
      ],
    ],
    ['the process did not exit by itself: a Timeout holds it', ['/elsewhere/client.mjs:7']],
  ]);
});
