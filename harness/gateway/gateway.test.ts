// The gateway on connections of a test: which route answers, what goes wrong by plan, what the ledger is told, and what
// a client can do to it.
import { describe, expect, test } from 'vitest';
import type { Fault } from '../model/case.ts';
import { plain, wait, type Route } from './script.ts';
import { ask, FakeHost } from './tests/fake-host.ts';

const sized = (text: string): ReturnType<Route['answer']> => ({
  status: 200,
  framing: 'length',
  body: [plain(text)],
});
const text: Route = {
  name: 'text',
  path: '/text',
  answer: (_request, { token, nth }) => sized(`${token}/${nth}`),
};
const slow: Route = {
  name: 'slow',
  path: '/slow/*',
  answer: () => ({ status: 200, framing: 'length', body: [plain('one '), wait(20), plain('two')] }),
};
const refresh: Route = {
  name: 'refresh',
  method: 'POST',
  path: '/refresh',
  refreshes: true,
  answer: () => sized('fresh'),
};
const ROUTES = [text, slow, refresh];
const host = (...faults: Fault[]): FakeHost => new FakeHost(ROUTES, faults);
/** Status and body of every answer in `received`, all of them with a length. */
function listAnswers(received: string): string[] {
  const answers: string[] = [];
  for (let rest = received; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n') + 4;
    const length = Number(/content-length: (\d+)/.exec(rest.slice(0, end))![1]);
    answers.push(`${rest.slice(9, 12)} ${rest.slice(end, end + length)}`);
    rest = rest.slice(end + length);
  }
  return answers;
}

describe('routing', () => {
  test('finds the route by path and method; a token is unique per exchange, nth counts per route', () => {
    const world = host();
    const client = world.connect();
    client.send(ask('/text?x=1') + ask('/refresh', {}, '', 'POST') + ask('/text'));
    expect(listAnswers(client.received())).toEqual(['200 t0/0', '200 fresh', '200 t2/1']);
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

  test('is the only actor when there is but one', () => {
    expect(callOf(ask('/text'), ROUTES, ['only'])).toBe('only');
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

describe('several requests on one connection', () => {
  test('are answered one after the other, in their order, also when they come at once', () => {
    const world = host();
    const client = world.connect();
    client.send(ask('/slow/a') + ask('/text'));
    expect(world.ledger.filter((line) => line.includes('request'))).toHaveLength(1);
    client.send(ask('/text'));
    world.advance(20);
    expect(listAnswers(client.received())).toEqual(['200 one two', '200 t1/0', '200 t2/1']);
  });

  test('do not wait for those on other connections', () => {
    const world = host();
    world.connect().send(ask('/slow/a'));
    const other = world.connect();
    other.send(ask('/text'));
    expect(listAnswers(other.received())).toEqual(['200 t1/0']);
  });
});

describe('a request that is none', () => {
  test.each([
    ['no HTTP', 'hello there\r\n\r\n'],
    ['no version', 'GET /text\r\n\r\n'],
    ['a head without end', `GET /text HTTP/1.1\r\nx: ${'y'.repeat(100_000)}`],
  ])('is answered with 400, on a connection that ends: %s', (_, bytes) => {
    const world = host();
    const client = world.connect();
    client.send(bytes);
    client.send('more\r\n\r\n');
    expect(listAnswers(client.received())).toEqual(['400 ']);
    expect(client.ended()).toBe('close');
    expect(world.ledger).toEqual([
      '0 malformed - request ',
      '0 malformed - head 400',
      '0 malformed - complete',
    ]);
  });

  test('is answered behind those that came before it', () => {
    const world = host();
    const client = world.connect();
    client.send(ask('/slow/a'));
    client.send('\x00\x01\r\n\r\n');
    client.send('\x00\x01\r\n\r\n');
    client.send(ask('/text'));
    expect(client.ended()).toBe('');
    world.advance(20);
    expect(listAnswers(client.received())).toEqual(['200 one two', '400 ']);
    expect(client.ended()).toBe('close');
    world.connect().send(ask('/text'));
    expect(world.ledger.filter((line) => line.includes('request')).map((line) => line.slice(0, 6))).toEqual([
      '0 slow',
      '1 malf',
      '2 text',
    ]);
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

describe('an item that waits for a request', () => {
  const routes: Route[] = [
    text,
    {
      name: 'until',
      path: '/until',
      answer: () => ({
        status: 200,
        framing: 'length',
        body: [plain('a'), { untilRequest: 'text' }, plain('b')],
      }),
    },
  ];

  test('goes on, as an event of its own, when that route is asked the next time', () => {
    const world = new FakeHost(routes);
    world.connect().send(ask('/text'));
    const client = world.connect();
    client.send(ask('/until'));
    world.advance(1_000);
    expect(client.received()).toMatch(/a$/);
    world.connect().send(ask('/text'));
    expect(client.received()).toMatch(/a$/);
    world.advance(0);
    expect(listAnswers(client.received())).toEqual(['200 ab']);
    expect(world.lanes).toEqual(['g1']);
  });

  test('is forgotten with a client that left', () => {
    const world = new FakeHost(routes);
    const client = world.connect();
    client.send(ask('/until'));
    client.handler.onReset();
    world.connect().send(ask('/text'));
    world.advance(0);
    expect(client.received()).toMatch(/a$/);
  });
});

describe('a fault in an answer', () => {
  test('strikes the victim it names and no other', () => {
    const world = host({ kind: 'reset', on: 'text#1', at: 'before-head' });
    const client = world.connect();
    client.send(ask('/text'));
    expect(client.ended()).toBe('');
    client.send(ask('/text'));
    expect(client.ended()).toBe('reset');
    expect(world.faults).toEqual(['reset text#1']);
    expect(world.ledger.slice(-2)).toEqual(['1 text - request GET', '1 text - cut "reset"']);
  });

  test('ends the connection, and with it what waits on it', () => {
    const world = host({ kind: 'fin', on: 'slow#0', at: 'item:1' });
    const client = world.connect();
    client.send(ask('/slow/a') + ask('/text'));
    world.advance(20);
    expect(client.ended()).toBe('close');
    client.send(ask('/text'));
    client.handler.onEnd();
    expect(world.ledger.slice(3)).toEqual(['0 slow a cut "fin"']);
  });

  test('that stalls leaves the connection open for good', () => {
    const world = host({ kind: 'stall', on: 'slow#0', at: 'mid:0' });
    const client = world.connect();
    client.send(ask('/slow/a') + ask('/text'));
    world.advance(1_000_000);
    expect(client.ended()).toBe('');
    expect(world.ledger.slice(2)).toEqual(['0 slow a item-begun "one "', '0 slow a cut "stall"']);
    client.handler.onEnd();
    expect(world.ledger.at(-1)).toBe('0 slow a client-closed "fin"');
  });

  test.each(['at-end', 'item:1'] as const)('behind a whole answer (%s) cuts nothing', (at) => {
    for (const kind of ['reset', 'fin', 'stall'] as const) {
      const world = host({ kind, on: 'text#0', at });
      const client = world.connect();
      client.send(ask('/text'));
      expect(world.ledger.at(-1)).toBe('0 text - complete');
      expect(client.ended()).toBe({ reset: 'reset', fin: 'close', stall: '' }[kind]);
      expect(world.faults).toEqual([`${kind} text#0`]);
    }
  });

  test('that stalls behind a whole answer strikes whoever asks next on that connection', () => {
    const world = host({ kind: 'stall', on: 'text#0', at: 'at-end' });
    const client = world.connect();
    client.send(ask('/text') + ask('/slow/a'));
    world.advance(1_000);
    expect(listAnswers(client.received())).toEqual(['200 t0/0']);
    expect(world.ledger.slice(-2)).toEqual(['1 slow a request GET', '1 slow a cut "stall"']);
    client.handler.onEnd();
    expect(world.ledger.at(-1)).toBe('1 slow a client-closed "fin"');
    const other = world.connect();
    other.send(ask('/text'));
    expect(listAnswers(other.received())).toEqual(['200 t2/1']);
  });

  test('that cuts writes anew is recorded when its answer begins', () => {
    const split: Fault = { kind: 'split', on: 'text#0', bytes: 3 };
    const world = host(split, { kind: 'merge', on: 'text#0', items: 9 });
    const client = world.connect();
    client.send(ask('/text'));
    expect(world.faults).toEqual(['split text#0', 'merge text#0']);
    expect(listAnswers(client.received())).toEqual(['200 t0/0']);
  });

  test('is gone once faults have stopped, unless it struck before', () => {
    const world = host(
      { kind: 'reset', on: 'text#1', at: 'before-head' },
      { kind: 'stall', on: 'text#0', at: 'in-head' },
    );
    const first = world.connect();
    first.send(ask('/text'));
    world.gateway.stopFaults();
    const second = world.connect();
    second.send(ask('/text'));
    expect(listAnswers(second.received())).toEqual(['200 t1/1']);
    world.advance(1_000);
    expect(first.received()).toBe('HTTP/1.1 200 OK\r\nco');
  });

  test('of a connection is told to whoever makes it', () => {
    const world = host({ kind: 'refuse', on: 'connection#1' }, { kind: 'stall', on: 'text#0', at: 'idle' });
    expect(world.gateway.faultsOfConnection(1).map(({ kind }) => kind)).toEqual(['refuse']);
    expect(world.gateway.faultsOfConnection(0)).toEqual([]);
  });
});

describe('a fault on an idle connection', () => {
  const idle = (kind: 'reset' | 'fin'): FakeHost => host({ kind, on: 'text#0', at: 'idle' });

  test.each([
    ['reset', 'reset'],
    ['fin', 'close'],
  ] as const)('(%s) strikes a few milliseconds after the answer', (kind, ended) => {
    const world = idle(kind);
    const client = world.connect();
    client.send(ask('/text'));
    world.advance(4);
    expect([client.ended(), world.faults]).toEqual(['', []]);
    world.advance(1);
    expect([client.ended(), world.faults]).toEqual([ended, [`${kind} text#0`]]);
    client.send(ask('/text'));
    expect(listAnswers(client.received())).toHaveLength(1);
    expect(world.lanes).toEqual(['k0']);
  });

  test('spares a connection that is in use again', () => {
    const world = idle('reset');
    const client = world.connect();
    client.send(ask('/text') + ask('/slow/a'));
    world.advance(5);
    expect([client.ended(), world.faults]).toEqual(['', []]);
  });

  test.each<Fault>([
    { kind: 'stall', on: 'text#0', at: 'idle' },
    { kind: 'reset', on: 'text#0', at: 'item:9' },
  ])('is neither a stall nor one at a point that the answer does not have: %j', (fault) => {
    const world = host(fault);
    const client = world.connect();
    client.send(ask('/text'));
    world.advance(5);
    expect([client.ended(), world.faults, world.lanes]).toEqual(['', [], []]);
  });

  test('has nothing to strike when the client has left', () => {
    const world = idle('reset');
    const client = world.connect();
    client.send(ask('/text'));
    client.handler.onEnd();
    world.advance(5);
    expect([client.ended(), world.faults]).toEqual(['close', []]);
  });
});

describe('a full window', () => {
  const three: Route = {
    name: 'three',
    path: '/three',
    answer: () => ({ status: 200, framing: 'length', body: [plain('1'), plain('2'), plain('3')] }),
  };

  test('holds the answer back until it drains, also when the client says more', () => {
    const world = new FakeHost([three, text]);
    const client = world.connect(0);
    client.send(ask('/three'));
    expect(client.received()).toMatch(/\r\n\r\n$/);
    client.send(ask('/text'));
    expect(client.received()).toMatch(/\r\n\r\n$/);
    client.drain();
    expect(client.received()).toMatch(/\r\n\r\n1$/);
    for (let i = 0; i < 5; i++) client.drain();
    expect(listAnswers(client.received())).toEqual(['200 123', '200 t1/0']);
  });

  test('that drains while the gateway waits for time lets nothing pass', () => {
    const world = host();
    const client = world.connect(0);
    client.send(ask('/slow/a'));
    client.drain();
    client.drain();
    client.drain();
    expect(client.received()).toMatch(/one $/);
    world.advance(20);
    expect(listAnswers(client.received())).toEqual(['200 one two']);
  });
});
