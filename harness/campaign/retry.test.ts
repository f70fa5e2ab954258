// What counts as the same finding when a case is retried, and whether what the case injects happened at all.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import type { Repro } from '../model/repro.ts';
import { retryCase, type CaseRetry } from './retry.ts';

const scenarioFile = join(mkdtempSync(join(tmpdir(), 'closecall-test-')), 'scenario.mjs');
writeFileSync(
  scenarioFile,
  `export default {
    name: 'waits', description: '', gateway: [], variants: { one: { params: {} } },
    subject: () => ({}),
    actors: { 'reader-1': () => new Promise(() => {}), writer: () => {} },
  };`,
);

/** The part of a repro that a retry looks at. */
const HANG = { oracle: 'hang', code: 'pending' } as const;

const retry = (subject: string | undefined, change: Partial<Case> = {}): Promise<CaseRetry> =>
  retryCase({ ...HANG, case: { ...naturalCase('waits', 'one'), ...change } } as Repro, {
    scenarioFile,
    packages: [],
    neighbours: 2,
    seed: 1,
    ...(subject === undefined ? {} : { subject }),
  });

test('a finding is the same when it is about the same, numbers aside', async () => {
  expect(await retry(undefined)).toMatchObject({ outcome: 'reproduced', reproducedBy: { neighbour: 0 } });
  expect(await retry('reader-7')).toMatchObject({ outcome: 'reproduced' });
  expect(await retry('writer')).toMatchObject({ outcome: 'not reproduced', neighbours: 2, applied: 3 });
});

test('a fault that never strikes is told of', async () => {
  const faults: Case['faults'] = [{ kind: 'reset', on: 'text#0', at: 'idle' }];
  expect(await retry('writer', { faults })).toMatchObject({ outcome: 'not reproduced', applied: 0 });
});
