// The gateway on connections of a test: which route answers, whose the request is, what the ledger is told, and 401s.
import { describe, expect, test } from 'vitest';
import { ask, FakeHost } from './tests/fake-host.ts';
import { slow, ROUTES, host, listAnswers } from './tests/sample-routes.ts';

describe('routing', () => {
  test('finds the route by path and method; a token is unique per exchange, nth counts per route', () => {
    const world = host();
    const client = world.connect();
    client.send(ask('/text?x=1') + ask('/refresh', {}, '', 'POST') + ask('/text'));
    expect(listAnswers(client.received())).toEqual(['200 t0/0', '200 fresh', '200 t2/1']);
  });

  test('leaves out the name of an actor, or of the probe, before the path', () => {
    const client = host().connect();
    client.send(ask('/a/text') + ask('/probe/text') + ask('/z/text'));
    expect(listAnswers(client.received()).map((answer) => answer.slice(0, 3))).toEqual(['200', '200', '404']);
  });

  test.each([
    ['an unknown path', ask('/nowhere')],
    ['a path that only begins like an exact one', ask('/text/more')],
    ['another method', ask('/refresh')],
  ])('answers 404 to %s', (_, request) => {
    const world = host();
    const client = world.connect();
    client.send(request);
    expect(listAnswers(client.received())).toEqual(['404 {"error":"no such route"}']);
    expect(world.ledger[0]).toMatch(/^0 unknown - request GET/);
  });

  test('gives a path that ends in a star everything below it', () => {
    const client = host().connect();
    client.send(ask('/slow/deep/er?x'));
    expect(client.received()).toContain('one ');
  });

  test('sends no body in answer to HEAD', () => {
    const client = host().connect();
    client.send(ask('/text', {}, '', 'HEAD'));
    expect(client.received()).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-length: 4\r\n\r\n$/);
  });
});

describe('the call of a request', () => {
  const callOf = (request: string, routes = ROUTES, actors = ['a', 'b']): string => {
    const world = new FakeHost(routes, [], actors);
    world.connect().send(request);
    return world.ledger[0]!.split(' ')[2]!;
  };

  test('is the actor whose name is a segment of the path or query', () => {
    expect(callOf(ask('/slow/b/x'))).toBe('b');
    expect(callOf(ask('/text?who=a'))).toBe('a');
    expect(callOf(ask('/slow/ab'))).toBe('-');
  });

  test('is the value of x-call, and before that what the route says', () => {
    expect(callOf(ask('/slow/b', { 'x-call': 'b.one' }))).toBe('b.one');
    expect(callOf(ask('/slow/b', { 'x-call': 'b' }), [{ ...slow, call: () => 'routed' }])).toBe('routed');
    expect(callOf(ask('/slow/b'), [{ ...slow, call: () => undefined }])).toBe('b');
  });

  test('is the only actor when there is but one, until the probe may call', () => {
    expect(callOf(ask('/text'), ROUTES, ['only'])).toBe('only');
    expect(callOf(ask('/text?who=probe'), ROUTES, ['only'])).toBe('probe');
    const world = new FakeHost(ROUTES, [], ['only']);
    world.gateway.stopFaults();
    world.connect().send(ask('/text'));
    expect(world.ledger[0]!.split(' ')[2]).toBe('-');
  });

  test('is the actor whose name is a string of the body, when the path names none', () => {
    const say = (body: string, path = '/slow/x'): string => callOf(ask(path, {}, body, 'POST'));
    expect(say('{"messages":[{"content":"b"}]}')).toBe('b');
    expect(say('{"content":"ab"}')).toBe('-');
    expect(say('{"content":"b"}', '/slow/a')).toBe('a');
  });
});

describe('the ledger', () => {
  test('tells an exchange from its request to its end, with what was sent when', () => {
    const world = host();
    const client = world.connect();
    client.send(ask('/slow/a', { authorization: 'Bearer x' }, 'hello', 'POST'));
    expect(world.ledger).toEqual([
      '0 slow a request POST hello',
      '0 slow a head 200',
      '0 slow a item "one "',
    ]);
    world.advance(19);
    expect(world.ledger).toHaveLength(3);
    world.advance(1);
    expect(world.ledger.slice(3)).toEqual(['0 slow a item "two"', '0 slow a complete']);
    expect(world.lanes).toEqual(['g0']);
  });

  test('hands over a request when its body is whole, however it is cut', () => {
    const world = host();
    const client = world.connect();
    const request = ask('/text', {}, 'body', 'POST');
    for (const letter of request.slice(0, -1)) client.send(letter);
    expect(world.ledger).toEqual([]);
    client.send(request.slice(-1));
    expect(world.ledger[0]).toBe('0 text - request POST body');
  });

  test('gives every request the body that is its own', () => {
    const world = host();
    world.connect().send(ask('/text', {}, 'one', 'POST') + ask('/text', {}, 'two', 'POST') + ask('/text'));
    expect(world.ledger.filter((line) => line.includes('request'))).toEqual([
      '0 text - request POST one',
      '1 text - request POST two',
      '2 text - request GET',
    ]);
  });

  test('tells that the client left in the middle, how, and nothing afterwards', () => {
    for (const how of ['fin', 'reset'] as const) {
      const world = host();
      const client = world.connect();
      client.send(ask('/slow/a') + ask('/text'));
      if (how === 'fin') client.handler.onEnd();
      else client.handler.onReset();
      world.advance(1_000);
      expect(world.ledger.slice(3)).toEqual([`0 slow a client-closed "${how}"`]);
      expect(client.ended()).toBe(how === 'fin' ? 'close' : '');
    }
  });

  test('says nothing of a client that leaves when all is answered', () => {
    const world = host();
    const client = world.connect();
    client.send(ask('/text'));
    client.handler.onEnd();
    expect(world.ledger.at(-1)).toBe('0 text - complete');
    expect(client.ended()).toBe('close');
  });
});

describe('an unauthorized fault', () => {
  const statuses = (until: 'once' | 'always' | 'refreshed', on: string, ...requests: string[]): string[] => {
    const world = host({ kind: 'unauthorized', on, until, body: 'none' });
    const client = world.connect();
    client.send(requests.join(''));
    return listAnswers(client.received()).map((answer) => answer.slice(0, 3));
  };
  const asking = ask('/text');
  const refreshing = ask('/refresh', {}, '', 'POST');

  test('"once" strikes that request of the route alone', () => {
    expect(statuses('once', 'text#1', asking, refreshing, asking, asking)).toEqual([
      '200',
      '200',
      '401',
      '200',
    ]);
  });

  test('"always" strikes that request and all later ones, whatever is refreshed', () => {
    expect(statuses('always', 'text#1', asking, asking, refreshing, asking)).toEqual([
      '200',
      '401',
      '200',
      '401',
    ]);
  });

  test('"refreshed" strikes until a route that refreshes has succeeded', () => {
    expect(statuses('refreshed', 'text#0', asking, asking, refreshing, asking)).toEqual([
      '401',
      '401',
      '200',
      '200',
    ]);
  });

  test('is not ended by a refresh that was itself refused, or that never went out whole', () => {
    const on = { until: 'refreshed', body: 'none' } as const;
    const refused = host(
      { kind: 'unauthorized', on: 'text#0', ...on },
      { kind: 'unauthorized', on: 'refresh#0', ...on },
    );
    const cut = host(
      { kind: 'unauthorized', on: 'text#0', ...on },
      { kind: 'fin', on: 'refresh#0', at: 'mid:0' },
    );
    for (const world of [refused, cut]) {
      world.connect().send(refreshing);
      const client = world.connect();
      client.send(asking);
      expect(listAnswers(client.received())).toEqual(['401 ']);
    }
  });

  test.each([
    ['none', 0],
    ['small', '{"error":"unauthorized"}'.length],
    ['large', 200_000],
  ] as const)('has a body that is %s, is recorded, and can suffer further faults', (body, length) => {
    const world = host(
      { kind: 'unauthorized', on: 'text#0', until: 'once', body },
      { kind: 'delay', on: 'text#0', at: 'before-head', ms: 5 },
    );
    const client = world.connect();
    client.send(asking);
    expect(client.received()).toBe('');
    world.advance(5);
    expect(listAnswers(client.received())[0]).toHaveLength(4 + length);
    expect(world.faults).toEqual(['unauthorized text#0', 'delay text#0']);
  });
});
