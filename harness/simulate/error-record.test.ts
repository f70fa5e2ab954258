// Thrown values as plain data, and stacks as frames that mean the same on every machine.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FRAME_LIMIT } from '../model/limits.ts';
import { captureFrames, describeError, setProjectRoot } from './error-record.ts';

const ROOT = `${join(import.meta.dirname, '../..')}/`;

describe('an error as data', () => {
  test('has name, code and the first line of its message', () => {
    const error = Object.assign(new TypeError('first\n    at a secret path'), { code: 'E' });
    expect(describeError(error, false)).toEqual({
      name: 'TypeError',
      code: 'E',
      message: 'first',
      frames: [],
      places: [],
    });
  });

  test('says the same of a call of no function, whether or not V8 had optimised the caller', () => {
    const messageOf = (message: string): string => describeError(new TypeError(message), false).message;
    const words = 'Function.prototype.apply was called on null, which is null and not a function';
    expect(messageOf(words)).toBe(messageOf('ReflectApply is not a function'));
    expect(messageOf(`it said: ${words}`)).toBe(`it said: ${words}`);
  });

  test('has no code when that is no text: DOMException has a number', () => {
    expect(describeError(new DOMException('m', 'AbortError'), false)).toMatchObject({
      name: 'AbortError',
      code: '',
    });
  });

  test('has its causes, three deep', () => {
    let error = new Error('0');
    for (let depth = 1; depth <= 5; depth++) error = new Error(String(depth), { cause: error });
    expect(describeError(error, false)).toMatchObject({
      message: '5',
      cause: { message: '4', cause: { message: '3', cause: { message: '2' } } },
    });
    expect(JSON.stringify(describeError(error, false))).not.toContain('"1"');
  });

  test('has the named stacks that it carries, and takes nothing else for one', () => {
    const stack = 'Error\n    at f (src/a.ts:1:1)';
    const error = Object.assign(new Error('m'), {
      released: { label: 'end', stack },
      other: { label: 'no stack' },
      nothing: null,
    });
    expect(describeError(error, false).places).toEqual([
      { label: 'released by end', frames: ['f (src/a.ts:1:1)'] },
    ]);
  });

  test('has frames only when they are asked for', () => {
    const error = new Error('m');
    error.stack = 'Error: m\n    at f (src/a.ts:1:1)';
    expect(describeError(error, true).frames).toEqual(['f (src/a.ts:1:1)']);
    expect(describeError(error, false).frames).toEqual([]);
  });

  test.each([
    ['text', 'string', 'text'],
    [undefined, 'undefined', 'undefined'],
    [null, 'object', 'null'],
    [Symbol('s'), 'symbol', 'Symbol(s)'],
    [Object.create(null), 'object', '[object Object]'],
  ])('can be any thrown value: %o', (thrown, name, message) => {
    expect(describeError(thrown, true)).toEqual({ name, code: '', message, frames: [], places: [] });
  });

  test('can have a message that is no text, and no stack', () => {
    const error = Object.assign(new Error('m'), { message: undefined, stack: undefined });
    expect(describeError(error, true)).toMatchObject({ message: 'undefined', frames: [] });
  });
});

describe('frames', () => {
  const readStack = (stack: string): string[] =>
    describeError(Object.assign(new Error('m'), { stack }), true).frames;
  const read = (...lines: string[]): string[] =>
    readStack(['Error: m', ...lines.map((line) => `    at ${line}`)].join('\n'));

  test('are relative to the package, and packages are what they are wherever they lie', () => {
    expect(
      read(
        `f (file://${ROOT}src/a.ts:1:2)`,
        `async g (${ROOT}scenarios/x/scenario.ts:3:4)`,
        `${ROOT}src/b.ts:5:6`,
        `h (file://${ROOT}node_modules/undici/lib/a.js:7:8)`,
        `i (${['', 'somewhere', 'else', 'node_modules', '@a', 'b', 'c.js'].join('/')}:9:1)`,
      ),
    ).toEqual([
      'f (src/a.ts:1:2)',
      'async g (scenarios/x/scenario.ts:3:4)',
      'src/b.ts:5:6',
      'h (node_modules/undici/lib/a.js:7:8)',
      'i (node_modules/@a/b/c.js:9:1)',
    ]);
  });

  test('of a package under test do not tell where it is kept, nor at which version', () => {
    const cache = ['', 'home of somebody', '.cache', 'closecall', 'packages', 'undici@8.5.0'].join('/');
    expect(
      read(
        `f (${cache}/node_modules/undici/lib/a.js:1:2)`,
        `Object.g [as h] (${cache}/node_modules/undici/lib/a.js:1:2)`,
        `async file://${cache}/node_modules/undici/lib/a.js:1:2`,
        `i (${cache}/node_modules/undici/node_modules/deep/a.js:1:2)`,
      ),
    ).toEqual([
      'f (node_modules/undici/lib/a.js:1:2)',
      'Object.g [as h] (node_modules/undici/lib/a.js:1:2)',
      'async node_modules/undici/lib/a.js:1:2',
      'i (node_modules/deep/a.js:1:2)',
    ]);
  });

  test('of a project are relative to it, also in a folder that is called as ours', () => {
    setProjectRoot('/somewhere/project/');
    expect(
      read('f (file:///somewhere/project/harness/client.ts:1:2)', 'g (/somewhere/else/client.ts:1:2)'),
    ).toEqual(['f (harness/client.ts:1:2)', 'g (/somewhere/else/client.ts:1:2)']);
  });

  test('leave out the world and what drives it, but not tests, nor a folder of the same name elsewhere', () => {
    expect(
      read(
        `World.pump (file://${ROOT}harness/simulate/world.ts:1:1)`,
        `file://${ROOT}harness/simulate/world.ts:1:1`,
        `async file://${ROOT}harness/simulate/world.ts:1:1`,
        `callTimer (file://${ROOT}node_modules/@sinonjs/fake-timers/src/fake-timers-src.js:1:1)`,
        'process.processTicksAndRejections (node:internal/process/task_queues:1:1)',
        `f (file://${ROOT}harness/tests/ablations/scenario.ts:1:1)`,
        'g (srv/harness/client.ts:1:1)',
        'h (node:net:1:1)',
      ),
    ).toEqual([
      'f (harness/tests/ablations/scenario.ts:1:1)',
      'g (srv/harness/client.ts:1:1)',
      'h (node:net:1:1)',
    ]);
  });

  test('leave out the steps of our own generators, whatever they are called, and of nobody else', () => {
    expect(
      read(
        `pump (file://${ROOT}src/a.ts:1:1)`,
        'pump.next (<anonymous>)',
        `f (file://${ROOT}src/a.ts:2:1)`,
        'process.processTicksAndRejections (node:internal/process/task_queues:1:1)',
        `World.pump (file://${ROOT}harness/simulate/world.ts:1:1)`,
        'pump.next (<anonymous>)',
        `CaseRun.another (file://${ROOT}harness/simulate/run-case.ts:1:1)`,
        'another.next (<anonymous>)',
        `g (file://${ROOT}src/a.ts:3:1)`,
      ),
    ).toEqual(['pump (src/a.ts:1:1)', 'pump.next (<anonymous>)', 'f (src/a.ts:2:1)', 'g (src/a.ts:3:1)']);
  });

  test('are as many as are worth keeping, and none where there is no stack', () => {
    expect(read(...Array.from({ length: 40 }, (_, index) => `f${index} (src/a.ts:1:1)`))).toHaveLength(
      FRAME_LIMIT,
    );
    expect(readStack('Error: at work\nat night')).toEqual([]);
  });

  test('of a caller begin with whoever called', () => {
    const inner = (): string[] => captureFrames(inner);
    const outer = (): string[] => inner();
    // This file is itself of the harness, whose frames are left out; whoever runs it is not.
    expect(outer().length).toBeGreaterThan(0);
  });
});
