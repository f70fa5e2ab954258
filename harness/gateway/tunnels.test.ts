// The gateway as a proxy: CONNECT and what comes through the tunnel, targets in absolute form, and faults of either.
import { describe, expect, test } from 'vitest';
import type { Fault } from '../model/case.ts';
import type { WireEvent } from '../model/trace.ts';
import type { Route } from './script.ts';
import { ask, FakeHost } from './tests/fake-host.ts';
import { text, host as makeHost, listAnswers } from './tests/sample-routes.ts';

const CONNECT = 'CONNECT gateway.test:8080 HTTP/1.1\r\nhost: gateway.test:8080\r\n\r\n';
const OPENED = 'HTTP/1.1 200 OK\r\n\r\n';

describe('a tunnel', () => {
  test('is opened to who asks for it, and is a connection to the server behind', () => {
    const world = makeHost();
    const client = world.connect();
    client.send(CONNECT);
    expect(client.received()).toBe(OPENED);
    client.send(ask('/text') + ask('/text'));
    expect(listAnswers(client.received().slice(OPENED.length))).toEqual(['200 t1/0', '200 t2/1']);
    expect(world.ledger.slice(0, 4)).toEqual([
      '0 tunnel - request CONNECT',
      '0 tunnel - head 200',
      '0 tunnel - complete',
      '1 text - request GET',
    ]);
  });

  test('is told of in the ledger by every request that comes through it', () => {
    const requests: WireEvent[] = [];
    const world = makeHost();
    const { host } = world.gateway;
    const record = host.record.bind(host);
    host.record = (exchange, event) => {
      if (event.what === 'request') requests.push(event);
      record(exchange, event);
    };
    const client = world.connect();
    client.send(ask('/text') + CONNECT + ask('/text'));
    expect(requests).toMatchObject([{ method: 'GET' }, { method: 'CONNECT' }, { method: 'GET', tunnel: 1 }]);
    expect(requests[0]).not.toHaveProperty('tunnel');
    expect(requests[1]).not.toHaveProperty('tunnel');
  });

  test('has no body and no length, whatever its route says', () => {
    const route: Route = { ...text, name: 'proxy', method: 'CONNECT', path: '*' };
    const client = new FakeHost([route]).connect();
    client.send(CONNECT);
    expect(client.received()).toBe(OPENED);
  });

  test('is not opened by a route that does not say CONNECT', () => {
    const world = new FakeHost([{ ...text, path: '*' }]);
    world.connect().send(CONNECT);
    expect(world.ledger[0]).toBe('0 tunnel - request CONNECT');
  });

  test('is refused by a route with another status, which has its body; the connection stays a proxy', () => {
    const refusing: Route = {
      name: 'proxy',
      method: 'CONNECT',
      path: '*',
      answer: () => ({ status: 407, framing: 'length', body: [{ text: '', wire: 'who are you?' }] }),
    };
    const world = new FakeHost([refusing, text]);
    const client = world.connect();
    client.send(CONNECT + ask('/text'));
    expect(listAnswers(client.received())).toEqual(['407 who are you?', '200 t1/0']);
  });

  test.each<[string, Fault, string, string]>([
    [
      'status',
      { kind: 'status', on: 'tunnel#0', status: 502, retryAfter: 'none', until: 'once', body: 'none' },
      'HTTP/1.1 502',
      '',
    ],
    ['reset', { kind: 'reset', on: 'tunnel#0', at: 'before-head' }, '', 'reset'],
    ['fin', { kind: 'fin', on: 'tunnel#0', at: 'in-head' }, 'HTTP/1.1 ', 'close'],
    ['stall', { kind: 'stall', on: 'tunnel#0', at: 'before-head' }, '', ''],
    ['stall', { kind: 'stall', on: 'tunnel#0', at: 'at-end' }, OPENED, ''],
  ])('meets the faults that are aimed at it: %s', (_, fault, received, ended) => {
    const world = new FakeHost([text], [fault]);
    const client = world.connect();
    client.send(CONNECT);
    const answer = client.received();
    expect(answer.startsWith(received) && (received !== '' || answer === '')).toBe(true);
    expect(client.ended()).toBe(ended);
    if (ended === '' && fault.kind === 'stall') {
      client.send(ask('/text'));
      expect(client.received()).toBe(answer);
    }
    expect([...new Set(world.faults)]).toEqual([`${fault.kind} tunnel#0`]);
  });
});

describe('a target in absolute form', () => {
  test.each(['http://gateway.test:8080/text', 'HTTP://other.test/text?q'])(
    'leads to the route: %s',
    (target) => {
      const world = makeHost();
      const client = world.connect();
      client.send(ask(target));
      expect(listAnswers(client.received())).toEqual(['200 t0/0']);
    },
  );

  test('is in the ledger as it was sent, and given to the route as a server is asked', () => {
    const asked: string[] = [];
    const paths: string[] = [];
    const root: Route = {
      ...text,
      path: '*',
      answer: ({ path }) => {
        asked.push(path);
        return { status: 204 };
      },
    };
    const world = new FakeHost([root]);
    const { host } = world.gateway;
    const record = host.record.bind(host);
    host.record = (exchange, event) => {
      if (event.what === 'request') paths.push(event.path);
      record(exchange, event);
    };
    world.connect().send(ask('http://gateway.test:8080?q') + ask('/plain'));
    expect(asked).toEqual(['/?q', '/plain']);
    expect(paths).toEqual(['http://gateway.test:8080?q', '/plain']);
  });
});
