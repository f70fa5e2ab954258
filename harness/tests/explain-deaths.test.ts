// Failures beside which a process dies, or which are such a death: what can be said is said.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import { REPRO_VERSION, type Repro } from '../model/repro.ts';
import { explainFile } from '../campaign/explain-file.ts';
import { makeFolder, ROOT } from './explore-for-test.ts';

const leak: Finding = {
  oracle: 'leaked-handle',
  code: 'stream',
  evidence: 'native',
  message: 'a complaint',
  step: 0,
  subject: 'a complaint',
  places: [],
};
const death: Finding = { ...leak, oracle: 'crash', code: 'signal:SIGKILL', subject: 'process' };

/** The file of a repro of `finding`, saved before anything changed. */
function save(variant: string, finding: Finding, actions: Case['actions'], traceHash: string): string {
  const { oracle, code, evidence, message } = finding;
  const repro: Repro = {
    format: 'closecall-repro',
    version: REPRO_VERSION,
    summary: `deadly/${variant}`,
    case: { ...naturalCase('deadly', variant), actions },
    path: 'harness/campaign/tests/deadly/scenario.ts',
    oracle,
    code,
    evidence,
    message,
    fingerprint: fingerprint(finding),
    seed: 1,
    caseIndex: 0,
    traceHash,
    sourceHash: '',
    versions: { closecall: '0', node: process.version, packages: {} },
    steps: [],
  };
  const file = join(makeFolder(), 'deadly.repro.json');
  writeFileSync(file, JSON.stringify(repro));
  return file;
}

const strike = { do: 'strike', at: 'timer#0' };
const rest = { do: 'rest', at: 'timer#1' };

test('a variant that the process dies of is told of as one, and all else is explained', async () => {
  const file = save('sturdy', leak, [strike, rest], 'a trace');
  const { outcome, changes, explanation } = await explainFile(file, { root: ROOT });
  expect(outcome).toBe('explained');
  expect(changes).not.toEqual([]);
  expect(explanation).toMatchObject({
    conditions: [
      { part: 'action', words: 'strike @ timer#0', without: 'pass' },
      { part: 'action', words: 'rest @ timer#1', without: 'same' },
    ],
    differential: { headline: 'fails with sturdy; the process dies with fragile' },
    noReturn: { certainFrom: 0 },
  });
});

test('of a death its parts and the other variants are told, each from a process of its own', async () => {
  const { outcome, explanation } = await explainFile(save('fragile', death, [strike, rest], ''), {
    root: ROOT,
  });
  expect(outcome).toBe('explained');
  expect(explanation).toMatchObject({
    nearest: { unsaid: expect.stringContaining('the process died') as string },
    conditions: [
      { words: 'strike @ timer#0', without: 'pass' },
      { words: 'rest @ timer#1', without: 'same' },
    ],
    differential: { headline: 'fails with fragile; something else fails with sturdy' },
    runs: 4,
  });
});

test('a case that does not fail, and a death that does not come, are not explained', async () => {
  for (const file of [save('sturdy', leak, [rest], 'a trace'), save('fragile', death, [rest], '')]) {
    const { outcome, explanation } = await explainFile(file, { root: ROOT });
    expect(outcome).toBe('not reproduced');
    expect(explanation).toBeUndefined();
  }
});
