// Bytes as a server reads them → requests, each where its last byte came.
import { beforeEach, expect, it } from 'vitest';
import { see, seen } from './report.ts';
import { listEvents } from './requests.ts';

const read = (connection: number, text: string): void =>
  see('bytes', { connection, bytes: Buffer.from(text) });

function list(): unknown[] {
  const routes = { 'POST /a': { call: 'a', route: 'a' } };
  return (
    listEvents(routes) as { kind: string; call?: string; event?: { method: string; body: string } }[]
  ).map(({ kind, call, event }) => (event === undefined ? kind : `${call} ${event.method} ${event.body}`));
}

beforeEach(() => void (seen.length = 0));

it('requests in pieces, behind one another, and on several connections', () => {
  read(0, 'POST /a HTTP/1.1\r\ncontent-le');
  read(1, 'GET /b HTTP/1.1\r\nhost: x\r\n\r\nPOST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi');
  see('note', { actor: 'a', text: 'asks' });
  read(0, 'ngth: 5\r\n\r\nhe');
  read(0, 'llo');
  expect(list()).toEqual([' GET ', 'a POST hi', 'note', 'a POST hello']);
});

it('a body in chunks counts once its last is there', () => {
  read(0, 'POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nüx\r\n');
  expect(list()).toEqual([]);
  read(0, '2\r\nyz\r\n0\r\n\r\n');
  expect(list()).toEqual(['a POST üxyz']);
});

it('a request that is not whole is none', () => {
  read(0, 'POST /a HTTP/1.1\r\ncontent-length: 9\r\n\r\nhello');
  expect(list()).toEqual([]);
});
