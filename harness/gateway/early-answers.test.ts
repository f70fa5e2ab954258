// What the gateway says while the body of a request is still to come: `100 Continue`, nothing, or its answer.
import { describe, expect, test } from 'vitest';
import { ask, type FakeClient, type FakeHost } from './tests/fake-host.ts';
import { host } from './tests/sample-routes.ts';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const EXPECTING = { expect: '100-continue' };

/** A request with a body, its head and its body. */
function inTwo(headers: Record<string, string> = {}): [head: string, body: string] {
  const whole = ask('/text', headers, 'hello', 'POST');
  return [whole.slice(0, -5), whole.slice(-5)];
}

function connect(world: FakeHost): FakeClient {
  return world.connect();
}

describe('a client that expects 100 Continue', () => {
  const [head, body] = inTwo(EXPECTING);

  test('is told at once to go on, and answered when it has', () => {
    const world = host();
    const client = connect(world);
    client.send(head);
    expect(client.received()).toBe(CONTINUE);
    expect(world.ledger).toEqual([]);
    client.send(body);
    expect(client.received()).toContain('t0/0');
    expect(world.ledger[0]).toBe('0 text - request POST hello');
  });

  test('is told so late', () => {
    const world = host({ kind: 'continue', on: 'text#0', form: 'late', ms: 50 });
    const client = connect(world);
    client.send(head);
    world.advance(49);
    expect(client.received()).toBe('');
    world.advance(1);
    expect([client.received(), world.faults]).toEqual([CONTINUE, ['continue text#0']]);
    client.send(body);
    expect(client.received()).toContain('t0/0');
  });

  test('is never told, and never answered', () => {
    const world = host({ kind: 'continue', on: 'text#0', form: 'never' });
    const client = connect(world);
    client.send(head);
    world.advance(1_000_000);
    client.send(body);
    expect([client.received(), world.faults]).toEqual(['', ['continue text#0']]);
    expect(world.ledger).toEqual(['0 text - request POST', '0 text - cut "stall"']);
  });
});

describe('a client that expects nothing', () => {
  test('waits for nothing when the gateway would not say it', () => {
    const world = host({ kind: 'continue', on: 'text#0', form: 'never' });
    const client = connect(world);
    client.send(inTwo().join(''));
    expect(client.received()).toContain('t0/0');
    expect(world.faults).toEqual([]);
  });

  test('is answered before its body has been read, which is then of nobody', () => {
    const world = host({ kind: 'early-answer', on: 'text#0', form: 'drain' });
    const client = connect(world);
    const [head, body] = inTwo();
    client.send(head);
    expect(client.received()).toContain('t0/0');
    expect(world.faults).toEqual(['early-answer text#0']);
    client.send(body + ask('/text'));
    expect(client.received()).toContain('t1/1');
    expect(world.ledger.filter((line) => line.includes('request'))).toEqual([
      '0 text - request POST',
      '1 text - request GET',
    ]);
  });

  test('is answered early by a server that then closes, which it may hold against it', () => {
    const world = host({ kind: 'early-answer', on: 'text#0', form: 'close' });
    const client = connect(world);
    client.send(inTwo()[0]);
    expect([client.ended(), world.faults]).toEqual(['close', ['early-answer text#0']]);
    expect(world.ledger.slice(1)).toEqual([
      '0 text - dubious',
      '0 text - head 200',
      '0 text - item "t0/0"',
      '0 text - complete',
    ]);
  });

  test('is not answered early by a server that says nothing', () => {
    const silence = { kind: 'accept', on: 'connection#0', form: 'silence' } as const;
    const world = host(silence, { kind: 'early-answer', on: 'text#0', form: 'drain' });
    const client = connect(world);
    client.send(inTwo().join(''));
    expect(client.received()).toBe('');
    expect(world.faults).toEqual(['accept connection#0']);
    expect(world.ledger[0]).toBe('0 text - request POST hello');
  });

  test('sends no body, and nothing can come before that', () => {
    const world = host({ kind: 'early-answer', on: 'text#0', form: 'close' });
    const client = connect(world);
    client.send(ask('/text'));
    expect([client.ended(), world.faults]).toEqual(['', []]);
  });
});
