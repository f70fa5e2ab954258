// Repros that cannot be opened, and what is said of them.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { naturalCase } from '../model/case.ts';
import { REPRO_VERSION, type Repro } from '../model/repro.ts';
import { fingerprintOfEnd } from './examine-death.ts';
import { openRepro, replayFile } from './replay.ts';
import { retryFile } from './retry.ts';
import { readSourceState } from './source-state.ts';

const root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
const scenarioFile = join(root, 'scenarios', 'left-midway', 'scenario.mjs');

function save(scenario: string, variant: string, change: Partial<Repro> = {}): string {
  const file = join(root, 'a.repro.json');
  const repro: Repro = {
    format: 'closecall-repro',
    version: REPRO_VERSION,
    case: naturalCase(scenario, variant),
    seed: 1,
    caseIndex: 0,
    oracle: 'hang',
    code: 'pending',
    evidence: 'native',
    message: '',
    fingerprint: '',
    traceHash: '',
    steps: [],
    ...readSourceState([scenarioFile]),
    summary: '',
    ...change,
  };
  writeFileSync(file, JSON.stringify(repro));
  return file;
}

beforeAll(() => {
  mkdirSync(join(root, 'scenarios', 'left-midway'), { recursive: true });
  writeFileSync(
    scenarioFile,
    `export default { name: 'left-midway', variants: { shared: { params: {} }, 'per-call': { params: {} } } };`,
  );
});

test.each([
  ['is not there', 'gone.repro.json', 'there is no such file'],
  ['is a folder', 'scenarios', 'it is a folder'],
])('a file that %s cannot be read', async (_, name, why) => {
  const file = join(root, name);
  await expect(openRepro(file, { root })).rejects.toMatchObject({
    code: 'ERR_REPRO_UNREADABLE',
    message: `${file}: cannot be read: ${why}.`,
  });
});

test('a repro opens with its scenario', async () => {
  const { repro, scenario } = await openRepro(save('left-midway', 'per-call'), { root });
  expect([repro.case.variant, scenario.file]).toEqual(['per-call', scenarioFile]);
});

test('a repro of a scenario that was named by its path opens with that', async () => {
  writeFileSync(join(root, 'own.mjs'), `export default { name: 'own', variants: { default: {} } };`);
  const { scenario } = await openRepro(save('own', 'default', { path: 'own.mjs' }), { root });
  expect(scenario.file).toBe(join(root, 'own.mjs'));
  await expect(openRepro(save('own', 'default'), { root })).rejects.toMatchObject({
    code: 'ERR_UNKNOWN_SCENARIO',
  });
});

test('a scenario that is gone is told of, with the one whose name is nearest', async () => {
  const file = save('left-midwya', 'shared');
  await expect(openRepro(file, { root })).rejects.toMatchObject({
    code: 'ERR_UNKNOWN_SCENARIO',
    message: `${file}: there is no scenario "left-midwya". Did it become "left-midway"?`,
  });
  await expect(openRepro(save('something/else', 'shared'), { root })).rejects.toMatchObject({
    message: `${file}: there is no scenario "something/else".`,
  });
});

test('a variant that is gone is told of, with those there are', async () => {
  const file = save('left-midway', 'owned');
  await expect(openRepro(file, { root })).rejects.toMatchObject({
    code: 'ERR_UNKNOWN_VARIANT',
    message: `${file}: scenario "left-midway" has no variant "owned"; it has shared, per-call.`,
  });
});

test.each<[string, Partial<Repro>, string[]]>([
  [
    'another closecall',
    { versions: { ...readSourceState([]).versions, closecall: '0.0.1' } },
    ['closecall was 0.0.1, is '],
  ],
  [
    'another Node',
    { versions: { ...readSourceState([]).versions, node: 'v4.9.0' } },
    ['Node.js was v4, is v'],
  ],
  [
    'a package that is gone',
    { versions: { ...readSourceState([]).versions, packages: { left: '1.0.0' } } },
    ['left was 1.0.0, is absent'],
  ],
  [
    'other sources',
    { sourceHash: '0'.repeat(16) },
    ['the source of the scenario or of the client has changed'],
  ],
])('a repro made with %s is stale, and is not run', async (_, change, reasons) => {
  const outcome = await replayFile(save('left-midway', 'shared', change), { root });
  expect(outcome).toMatchObject({ outcome: 'stale', traceHash: '' });
  expect(outcome.reasons.map((reason, index) => reason.startsWith(reasons[index]!))).toEqual([true]);
});

test('another patch of Node is no reason to call a repro stale', async () => {
  const versions = {
    ...readSourceState([]).versions,
    node: `${process.version.split('.')[0]}.0.0`,
    closecall: '0',
  };
  const { reasons } = await replayFile(save('left-midway', 'shared', { versions }), { root });
  expect(reasons).toEqual([expect.stringContaining('closecall was 0, is ')]);
});

describe('a repro of a process that died', () => {
  const deadly = join(root, 'scenarios', 'deadly', 'scenario.mjs');
  const death = { oracle: 'crash', code: 'signal:SIGKILL', seed: 1 } as const;
  const saveDeath = (variant: string): string => {
    const end = { code: death.code, message: '', frames: [], isOurs: false, isStray: false };
    const state = readSourceState([deadly]);
    return save('deadly', variant, { ...death, ...state, fingerprint: fingerprintOfEnd(end) });
  };

  beforeAll(() => {
    mkdirSync(join(root, 'scenarios', 'deadly'), { recursive: true });
    writeFileSync(
      deadly,
      `const deeds = { dies: () => process._kill(process.pid, 9), aborts: () => process._kill(process.pid, 6), lives: () => {} };
      export default {
        name: 'deadly', description: '', gateway: [],
        variants: { dies: { params: {} }, aborts: { params: {} }, lives: { params: {} } },
        subject: ({ variant }) => variant,
        actors: { reader: ({ subject }) => deeds[subject]() },
      };`,
    );
  });

  test('is reproduced when the process dies again in the same way', async () => {
    expect(await replayFile(saveDeath('dies'), { root })).toMatchObject({
      outcome: 'reproduced',
      finding: { code: 'signal:SIGKILL', message: "the client's process died by SIGKILL" },
    });
    expect(await retryFile(saveDeath('dies'), { root, neighbours: 5, seed: 1 })).toMatchObject({
      outcome: 'reproduced',
      reproducedBy: { neighbour: 0 },
    });
  });

  test('is not reproduced when it lives, or dies of something else', async () => {
    expect(await replayFile(saveDeath('lives'), { root })).toMatchObject({
      outcome: 'not reproduced',
      reasons: [],
    });
    expect(await replayFile(saveDeath('aborts'), { root })).toMatchObject({
      outcome: 'not reproduced',
      reasons: [expect.stringContaining('died by SIGABRT')],
    });
  });

  test('is another thing than a saved trace whose process now dies: that has diverged', async () => {
    const file = save('deadly', 'dies', { ...readSourceState([deadly]), traceHash: '00' });
    expect(await replayFile(file, { root })).toMatchObject({
      outcome: 'diverged',
      reasons: [expect.stringContaining('did not survive the case')],
    });
  });
});
