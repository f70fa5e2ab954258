// Programs of every kind of dispatcher and call of the battery for undici: as they are, undici keeps every promise.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askWorker } from '../campaign/worker-process.ts';
import { naturalCase, type Program } from '../model/case.ts';
import { ROOT } from './explore-for-test.ts';

const file = join(ROOT, 'scenarios/lab/undici/battery.ts');

const PROGRAMS: Program[] = [
  { dispatcher: { kind: 'proxy-agent' }, calls: { a: {}, b: { via: 'fetch' }, c: { via: 'stream' } } },
  {
    dispatcher: { kind: 'proxy-agent', proxy: { requests: 'tunnelled', auth: 'token' } },
    calls: { a: { upload: { kind: 'stream' } }, b: { via: 'pipeline' } },
  },
  {
    dispatcher: { kind: 'proxy-agent', proxy: { requests: 'tunnelled', refuses: 1 } },
    calls: { a: {}, b: { after: 'a' } },
  },
  {
    dispatcher: { kind: 'proxy-agent', proxy: { requests: 'forwarded', refuses: 1, status: 403 } },
    calls: { a: {}, b: { after: 'a' } },
  },
  { dispatcher: { kind: 'env-proxy-agent', proxy: { noProxy: 'host' } } },
  { dispatcher: { kind: 'env-proxy-agent', proxy: { requests: 'tunnelled', auth: 'uri' } } },
  {
    dispatcher: { kind: 'mock-agent', mocks: { a: { delayMs: 30 }, c: { fails: true } }, admits: 'string' },
    calls: { a: { via: 'stream' }, b: {}, c: { via: 'fetch' } },
  },
  {
    dispatcher: { kind: 'mock-agent', connections: 1, mocks: { a: { status: 503 }, b: { persists: true } } },
    calls: { a: {}, b: { via: 'pipeline', upload: {} } },
  },
  {
    calls: {
      a: { via: 'event-source', listen: { retryMs: 1 }, answer: { items: 3, waitMs: 20 } },
      b: { via: 'event-source', listen: { closesAfter: 1 }, answer: { items: 3 } },
    },
  },
  { calls: { a: { leaves: { at: 'head' } }, b: { leaves: { at: 'part', emits: 'twice' } } } },
  { dispatcher: { kind: 'retry-agent', interceptors: ['dns'] } },
  { dispatcher: { ends: 'callback' } },
];

test('programs of every kind pass as they are', async () => {
  const picks = PROGRAMS.map((program) => ({ ...naturalCase('lab/undici', 'default'), program }));
  const { runs } = await askWorker(
    { kind: 'hash', file, variant: 'default', draw: { seed: 1, explore: 'portfolio' }, picks },
    'hashed',
  );
  expect(runs.map(({ verdict }, index) => [PROGRAMS[index], verdict])).toEqual(
    PROGRAMS.map((program) => [program, 'pass']),
  );
  // Each of them does something else.
  expect(new Set(runs.map(({ traceHash }) => traceHash)).size).toBe(PROGRAMS.length);
});
