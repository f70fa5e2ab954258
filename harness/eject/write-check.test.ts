// An uncaught error is told by its code; where it has none, by what it says, since any mistake in a script is a TypeError.
import { expect, test } from 'vitest';
import type { Finding } from '../model/finding.ts';
import type { Recording } from '../model/recording.ts';
import { CLOSING_GLOBAL } from '../model/trace.ts';
import { writeCheck } from './write-check.ts';

const uncaughtOf = (code: string, message: string): string | undefined => {
  const finding = { oracle: 'crash', code, message, subject: 'exception' } as Finding;
  return writeCheck({ finding, actors: ['a'], phases: [], trace: { events: [] } } as unknown as Recording)
    .uncaught;
};

test.each([
  ['ERR_ASSERTION', 'uncaught exception: AssertionError: falsy', 'ERR_ASSERTION'],
  ['AbortError', 'unhandled rejection: AbortError: This operation was aborted', 'AbortError'],
  ['TypeError', 'uncaught exception: TypeError: x is not a function', 'TypeError: x is not a function'],
  ['Error', 'unhandled rejection: Error: left: early', 'Error: left: early'],
])('an uncaught error of the code %s is told so that no other is taken for it', (code, message, wanted) => {
  expect(uncaughtOf(code, message)).toBe(wanted);
});

test('how far a script goes depends on whose failure it is', () => {
  const checkOf = (subject: string): ReturnType<typeof writeCheck> => {
    const finding = { oracle: 'hang', code: 'pending', message: '', subject } as Finding;
    const events = [
      { kind: 'phase', phase: 'scenario', ms: 0 },
      { kind: 'phase', phase: 'probe', ms: 700 },
      { kind: 'phase', phase: 'dispose', ms: 900 },
    ];
    return writeCheck({
      finding,
      actors: ['a'],
      trace: { events, virtualMs: 3_000 },
    } as unknown as Recording);
  };
  expect(checkOf('a')).toMatchObject({
    before: 'probe',
    lines: expect.arrayContaining([expect.stringContaining('5700')]),
  });
  expect(checkOf('probe')).toMatchObject({ before: 'dispose' });
  expect(checkOf('dispose')).toMatchObject({ before: undefined });
});

test('a client that ends its process is watched for that', () => {
  const finding = { oracle: 'crash', code: 'process-exit', message: 'ended', subject: 'exit' } as Finding;
  const check = writeCheck({ finding, actors: ['a'], trace: { events: [] } } as unknown as Recording);
  expect([check.ending, check.uncaught]).toEqual(['process-exit', undefined]);
});

test('a dispatcher that cannot be closed is told by the connections that stay, once those that wait for requests are closed', () => {
  const finding = {
    oracle: 'hang',
    code: 'pending',
    message: '',
    subject: CLOSING_GLOBAL,
  } as Finding;
  const trace = { events: [], virtualMs: 300_000 };
  const { before, lines } = writeCheck({ finding, actors: ['a'], trace } as unknown as Recording);
  expect(before).toBeUndefined();
  expect(lines).toMatchInlineSnapshot(`
    [
      "await settle([...calls.keys()], 5000);",
      "for (const name of ['undici.globalDispatcher.1', 'undici.globalDispatcher.2']) void globalThis[Symbol.for(name)]?.close().catch(() => {});",
      "await wait(2000);",
      "const asked = listUnanswered([]);",
      "if (asked.length > 0) conclude(false, \`the client does something else, and waits for \${asked.join(', ')}\`);",
      "conclude(held.size > 0, \`sockets still open 2 s after the last call had settled: \${held.size}\`);",
    ]
  `);
});
