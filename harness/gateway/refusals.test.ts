// Which requests are answered otherwise than their route says, and with what.
import { describe, expect, test } from 'vitest';
import type { Fault } from '../model/fault.ts';
import { ask, type FakeHost } from './tests/fake-host.ts';
import { host } from './tests/sample-routes.ts';

/** Statuses of `count` answers to one path, one after the other. */
function statuses(world: FakeHost, count: number, path = '/text', authorization = 'Bearer old'): string[] {
  return Array.from({ length: count }, () => {
    const client = world.connect();
    client.send(ask(path, { authorization }));
    return client.received().slice(9, 12);
  });
}

const status = (until: 'once' | 'always' | 'flapping', status_: 429 | 503 = 503): Fault => ({
  kind: 'status',
  on: 'text#1',
  status: status_,
  retryAfter: 'none',
  until,
  body: 'small',
});

describe('an error status', () => {
  test.each([
    ['once', ['200', '503', '200', '200', '200']],
    ['always', ['200', '503', '503', '503', '503']],
    ['flapping', ['200', '503', '200', '503', '200']],
  ] as const)('comes %s', (until, expected) => {
    expect(statuses(host(status(until)), 5)).toEqual(expected);
  });

  test('is recorded with each request that it strikes, and gone once faults have stopped', () => {
    const world = host(status('always', 429));
    statuses(world, 3);
    expect(world.faults).toEqual(['status text#1', 'status text#2']);
    world.gateway.stopFaults();
    expect(statuses(world, 1)).toEqual(['200']);
  });
});

describe('a redirect', () => {
  const redirect = (form: 'once' | 'loop' | 'invalid'): Fault => ({
    kind: 'redirect',
    on: 'text#0',
    status: 302,
    form,
  });

  test('leads back to where it came from: once, or for ever', () => {
    expect(statuses(host(redirect('once')), 2)).toEqual(['302', '200']);
    expect(statuses(host(redirect('loop')), 3)).toEqual(['302', '302', '302']);
    const client = host(redirect('once')).connect();
    client.send(ask('/a/text?x=1'));
    expect(client.received()).toContain('location: /a/text?x=1\r\n');
  });
});

describe('a token that expires', () => {
  const expiring = (): FakeHost => {
    const world = host({ kind: 'expire', on: 'slow#0', at: 'item:1' });
    const client = world.connect();
    client.send(ask('/slow/a', { authorization: 'Bearer old' }));
    expect(statuses(world, 1)).toEqual(['200']);
    world.advance(20);
    expect([client.ended(), world.ledger.at(-1)]).toEqual(['close', '0 slow a cut "fin"']);
    return world;
  };

  test('ends the stream that it began, and every later request with it is answered with 401', () => {
    const world = expiring();
    expect(statuses(world, 2)).toEqual(['401', '401']);
    expect(statuses(world, 1, '/slow/a')).toEqual(['401']);
    expect(statuses(world, 1, '/text', 'Bearer new')).toEqual(['200']);
  });

  test('can still be traded for a fresh one', () => {
    const world = expiring();
    const client = world.connect();
    client.send(ask('/refresh', { authorization: 'Bearer old' }, '', 'POST'));
    expect(client.received()).toContain('200 OK');
  });
});
