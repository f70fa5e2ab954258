// One connection of the gateway: several requests, malformed ones, faults in an answer and behind it, and backpressure.
import { describe, expect, test } from 'vitest';
import type { Fault } from '../model/case.ts';
import { plain, type Route } from './script.ts';
import { ask, FakeHost } from './tests/fake-host.ts';
import { text, host, listAnswers } from './tests/sample-routes.ts';

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

describe('a limit of bytes', () => {
  const askLimited = (
    framing: 'close' | 'chunked',
    bytes: number,
    how: 'fin' | 'reset',
    ...others: Fault[]
  ): string[] => {
    const open: Route = {
      name: 'open',
      path: '/open',
      answer: () => ({ status: 200, framing, body: [plain('one '), plain('two')] }),
    };
    const world = new FakeHost([open], [{ kind: 'limit', on: 'open#0', bytes, how }, ...others]);
    world.connect().send(ask('/open'));
    return world.ledger.map((line) => line.split(' ').slice(2).join(' ')).slice(1);
  };
  const headBytes = 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'.length;

  test('with a FIN inside a body that ends with its connection is the end of it', () => {
    expect(askLimited('close', headBytes + 4, 'fin')).toMatchInlineSnapshot(`
      [
        "- head 200",
        "- item "one "",
        "- complete",
      ]
    `);
  });

  test('is that also where the head comes in one write with the body, or in many', () => {
    const merge: Fault = { kind: 'merge', on: 'open#0', items: 2 };
    const split: Fault = { kind: 'split', on: 'open#0', bytes: 30 };
    const alone = askLimited('close', headBytes + 2, 'fin');
    expect(alone).toMatchInlineSnapshot(`
      [
        "- head 200",
        "- item-begun "one "",
        "- complete",
      ]
    `);
    for (const others of [[merge], [split], [merge, split]])
      expect(new Set(askLimited('close', headBytes + 2, 'fin', ...others))).toEqual(new Set(alone));
  });

  test('with a reset there, or a FIN where the body says itself where it ends, or inside the head, is none', () => {
    expect(askLimited('close', headBytes + 4, 'reset')).toMatchInlineSnapshot(`
      [
        "- head 200",
        "- item "one "",
        "- cut "reset"",
      ]
    `);
    expect(askLimited('chunked', headBytes + 20, 'fin')).toMatchInlineSnapshot(`
      [
        "- head 200",
        "- item "one "",
        "- item-begun "two"",
        "- cut "fin"",
      ]
    `);
    expect(askLimited('close', 20, 'fin')).toMatchInlineSnapshot(`
      [
        "- cut "fin"",
      ]
    `);
  });
});
