// Where two runs part.
import { expect, test } from 'vitest';
import { findParting } from './observed-run.ts';
import { toyRun } from './tests/toy-run.ts';

const seen = (...events: string[]) => {
  const { trace } = toyRun(events.map((event) => ({ event })));
  return { lines: events, trace };
};

test('runs part in the first step that is another, and not at all when they are the same', () => {
  expect(findParting(seen('a', 'b', 'c'), seen('a', 'x', 'c'))).toBe(2);
  expect(findParting(seen('a', 'b', 'c'), seen('a', 'b'))).toBe(3);
  expect(findParting(seen('a', 'b'), seen('a', 'b', 'c'))).toBe(3);
  expect(findParting(seen('a', 'b'), seen('a', 'b'))).toBeUndefined();
});
