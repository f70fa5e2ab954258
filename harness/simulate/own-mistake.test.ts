// Which stacks are closecall's own.
import { describe, expect, test } from 'vitest';
import { findOwnMistake } from './own-mistake.ts';

const OURS = 'World.pump (harness/simulate/world.ts:1:1)';
const BASE = 'attempt (harness/simulate/drain-ticks.ts:1:1)';
const NODE = 'Socket.write (node:net:1:1)';
const CLIENT = 'read (src/client.ts:1:1)';
const PACKAGE = 'connect (node_modules/undici/lib/core/connect.js:1:1)';

function thrown<E extends Error>(error: E, ...frames: string[]): E {
  error.stack = [`${error.name}: m`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}
const isOurs = (error: unknown): boolean => findOwnMistake(error) !== undefined;
const coded = (code: string): Error => Object.assign(new TypeError('m'), { code });

describe('a mistake is ours', () => {
  test.each([
    ['with nobody else on the stack', [OURS, OURS]],
    ['in an event, whoever made the world run', [OURS, BASE, CLIENT]],
    ['when only Node called us', [OURS, NODE]],
    ['when the client called Node, and Node us', [OURS, NODE, CLIENT]],
    ['behind an await', ['async sleep (harness/simulate/timers-promises.ts:1:1)', NODE]],
    ['in a built-in that we called', ['JSON.parse (<anonymous>)', OURS, BASE]],
    ['in the gateway', ['Gateway.accept (harness/gateway/gateway.ts:1:1)', NODE]],
  ])('%s', (_, frames) => {
    expect(isOurs(thrown(new TypeError('m'), ...frames))).toBe(true);
  });

  test.each([new ReferenceError('m'), new RangeError('m'), new SyntaxError('m'), new Error('m')])(
    '%o',
    (error) => {
      expect(isOurs(thrown(error, OURS, BASE))).toBe(true);
    },
  );

  test('as an assertion of our own', () => {
    expect(isOurs(thrown(coded('ERR_ASSERTION'), OURS, BASE))).toBe(true);
  });

  test('as the cause of what a client made of it', () => {
    const cause = thrown(new TypeError('m'), OURS, NODE);
    expect(findOwnMistake(thrown(new TypeError('fetch failed', { cause }), CLIENT))).toBe(cause);
  });
});

describe("it is the client's", () => {
  test.each([
    ['when it was thrown there', [CLIENT, OURS, BASE]],
    ['when a package threw it', [PACKAGE, OURS, BASE]],
    ['when Node threw it, who keeps what the client gave', [NODE, OURS, BASE]],
    ['when it called us itself, with whatever', [OURS, CLIENT]],
    ['when it called us by a built-in', [OURS, 'Array.forEach (<anonymous>)', CLIENT]],
    ['when it awaits what it called', [OURS, `async ${CLIENT}`, NODE]],
    [
      'when a timer calls what is built in',
      ['Array.at (<anonymous>)', 'call (node_modules/@sinonjs/fake-timers/src/a.js:1:1)', BASE],
    ],
    ['when an immediate does', ['Array.at (<anonymous>)', 'run (harness/simulate/immediates.ts:1:1)', BASE]],
    [
      'when it is a client of our tests',
      ['read (harness/simulate/tests/programs/scenario.ts:1:1)', OURS, BASE],
    ],
    ['when no frame is known', []],
  ])('%s', (_, frames) => {
    expect(isOurs(thrown(new TypeError('m'), ...frames))).toBe(false);
  });

  test.each([
    ['it has a code, as what is thrown on purpose', coded('ECONNRESET')],
    ['it is of a class of its own', new (class extends Error {})('m')],
    ['the stack is used up, by whoever is below', new RangeError('Maximum call stack size exceeded')],
    ['it is an abort', Object.assign(new Error('m'), { name: 'AbortError', code: 'ABORT_ERR' })],
  ])('when %s', (_, error) => {
    expect(isOurs(thrown(error, OURS, BASE))).toBe(false);
  });

  test('when what was thrown is no error', () => {
    expect(isOurs('text')).toBe(false);
    expect(isOurs(undefined)).toBe(false);
  });
});
