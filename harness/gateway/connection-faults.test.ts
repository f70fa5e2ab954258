// What a server does to a whole connection: it says nothing, resets at once, stops reading, or closes as a request comes.
import { describe, expect, test } from 'vitest';
import type { Fault } from '../model/fault.ts';
import { ask } from './tests/fake-host.ts';
import { host, listAnswers } from './tests/sample-routes.ts';

describe('a server that accepts', () => {
  test('and says nothing reads every request, and answers none on that connection', () => {
    const world = host({ kind: 'accept', on: 'connection#0', form: 'silence' });
    const client = world.connect();
    client.send(ask('/text'));
    world.advance(1_000_000);
    expect([client.received(), client.ended()]).toEqual(['', '']);
    expect(world.ledger).toEqual(['0 text - request GET', '0 text - cut "stall"']);
    expect(world.faults).toEqual(['accept connection#0']);
    const other = world.connect();
    other.send(ask('/text'));
    expect(listAnswers(other.received())).toEqual(['200 t1/1']);
  });

  test('and resets does so as an event of its own', () => {
    const world = host({ kind: 'accept', on: 'connection#0', form: 'reset' });
    const client = world.connect();
    expect([client.ended(), world.lanes]).toEqual(['', ['k0']]);
    world.advance(0);
    expect([client.ended(), world.faults]).toEqual(['reset', ['accept connection#0']]);
    client.send(ask('/text'));
    expect(world.ledger).toEqual([]);
  });
});

describe('a server that stops reading', () => {
  test('does so at the accept when it takes no byte, and goes on after its time', () => {
    const world = host({ kind: 'backpressure', on: 'connection#0', bytes: 0, ms: 100 });
    const client = world.connect();
    expect([client.isPaused(), world.faults]).toEqual([true, ['backpressure connection#0']]);
    world.advance(99);
    expect(client.isPaused()).toBe(true);
    world.advance(1);
    expect(client.isPaused()).toBe(false);
  });

  test('does so once, when it has had its bytes', () => {
    const world = host({ kind: 'backpressure', on: 'connection#0', bytes: 20, ms: 100 });
    const client = world.connect();
    client.send(ask('/text').slice(0, 19));
    expect(client.isPaused()).toBe(false);
    client.send(ask('/text').slice(19));
    expect(client.isPaused()).toBe(true);
    world.advance(100);
    client.send(ask('/text'));
    expect([client.isPaused(), world.faults.length]).toEqual([false, 1]);
  });
});

describe('a connection that was kept', () => {
  test.each([
    ['fin', 'close'],
    ['reset', 'reset'],
  ] as const)('is closed (%s) as the next request comes, which is never seen', (how, ended) => {
    const world = host({ kind: 'idle-close', on: 'text#0', how });
    const client = world.connect();
    client.send(ask('/text'));
    world.advance(1_000);
    expect([client.ended(), world.faults]).toEqual(['', []]);
    client.send(ask('/slow/a'));
    expect([client.ended(), world.faults]).toEqual([ended, ['idle-close text#0']]);
    expect(world.ledger.some((line) => line.includes('slow'))).toBe(false);
  });
});

describe('a server that closes its half', () => {
  const halfClosed = (fault: Fault): ReturnType<typeof host> => host(fault);

  test('says nothing more, reads on, and closes when the client does', () => {
    const world = halfClosed({ kind: 'half-close', on: 'slow#0', at: 'item:1' });
    const client = world.connect();
    client.send(ask('/slow/a'));
    world.advance(20);
    expect(client.ended()).toBe('end');
    expect(world.ledger.at(-1)).toBe('0 slow a cut "fin"');
    client.send(ask('/text'));
    expect(world.ledger).toHaveLength(4);
    client.handler.onEnd();
    expect(client.ended()).toBe('close');
  });

  test('may do so behind a whole answer, and when nothing is asked of it', () => {
    const world = halfClosed({ kind: 'half-close', on: 'text#0', at: 'idle' });
    const client = world.connect();
    client.send(ask('/text'));
    expect(world.ledger.at(-1)).toBe('0 text - complete');
    world.advance(5);
    expect([client.ended(), world.faults]).toEqual(['end', ['half-close text#0']]);
  });
});

describe('an answer that nobody asked for', () => {
  test('comes a little later, and not on a connection that is in use again', () => {
    const world = host({ kind: 'unsolicited', on: 'text#0', when: 'later' });
    const client = world.connect();
    client.send(ask('/text'));
    client.send(ask('/slow/a'));
    world.advance(5);
    expect(client.received()).not.toContain('unsolicited');
    expect(world.faults).toEqual([]);
  });
});
