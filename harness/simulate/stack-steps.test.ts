// In which step a stack was taken that a client remembers.
import { expect, onTestFinished, test } from 'vitest';
import { describeError } from './error-record.ts';
import { stepOfStack, watchStacks } from './stack-steps.ts';

let step = 0;

function watch(): void {
  step = 1;
  watchStacks(() => step);
  onTestFinished(() => watchStacks(undefined));
}

/** As a client remembers a place: the stack without its first line. */
function takeStack(): { stack: string } {
  const holder = { stack: '' };
  Error.captureStackTrace(holder, takeStack);
  return { stack: holder.stack.split('\n').slice(1).join('\n') };
}

const takeHere = (): { stack: string } => takeStack();
const takeThere = (): { stack: string } => takeStack();

test('a stack is dated by the step in which it was taken', () => {
  watch();
  const first = takeHere();
  step = 5;
  const second = takeThere();
  expect(stepOfStack(first.stack)).toBe(1);
  expect(stepOfStack(second.stack)).toBe(5);
});

test('the same stack in several steps has none, for which one it was is not known', () => {
  watch();
  const stacks = [1, 2].map((number) => {
    step = number;
    return takeHere().stack;
  });
  expect(stacks[0]).toBe(stacks[1]);
  expect(stepOfStack(stacks[0]!)).toBeUndefined();
});

test('nothing is dated when nobody watches, and what was is forgotten', () => {
  watch();
  const { stack } = takeHere();
  watchStacks(undefined);
  expect(stepOfStack(stack)).toBeUndefined();
  expect(stepOfStack(takeHere().stack)).toBeUndefined();
});

test('a stack that nobody took, and an empty one, have no step', () => {
  watch();
  takeHere();
  expect(stepOfStack('    at other (src/other.ts:1:1)')).toBeUndefined();
  expect(stepOfStack('')).toBeUndefined();
});

test('the stand-in shows in no stack, whether or not it is told where to begin', () => {
  watch();
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder);
  expect(holder.stack?.split('\n')[1]).toContain('stack-steps.test.ts');
  expect(holder.stack).not.toContain('stack-steps.ts');
});

test('the places of an error are dated', () => {
  watch();
  const released = { label: 'the session', ...takeHere() };
  step = 8;
  const error = Object.assign(new Error('touched'), { released });
  expect(describeError(error, true).places).toEqual([
    { label: 'released by the session', frames: expect.any(Array) as string[], happenedIn: 1 },
  ]);
  watchStacks(undefined);
  expect(describeError(error, true).places[0]).not.toHaveProperty('happenedIn');
});
