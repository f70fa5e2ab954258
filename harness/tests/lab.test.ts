// The lab: batteries draw what they do and run alike everywhere; a hunt tells a bug of one release from what all releases do.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { naturalCase } from '../model/case.ts';
import { runInWorld } from '../simulate/tests/in-world.ts';
import { scoreBug } from '../campaign/score-bug.ts';
import { askWorker } from '../campaign/worker-process.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import { parseKnownBugs } from '../model/known-bug.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import type { Repro } from '../model/repro.ts';
import type { PairScore } from '../model/score.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LAB = join(ROOT, 'scenarios/lab');

/** Programs take their time, and most of what they find is shrunk. */
const BATTERY_TIMEOUT_MS = 300_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closecall-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A client of the test's own, in a release that does wrong after a late read and in one that does not. */
async function releaseOf(version: string, breaks: string): Promise<PackageUnderTest> {
  const home = join(folder, `tiny@${version}`);
  const main = join(home, 'node_modules/tiny');
  await mkdir(main, { recursive: true });
  await writeFile(join(main, 'package.json'), JSON.stringify({ name: 'tiny', version }));
  await writeFile(join(main, 'index.js'), `exports.breaks = ${breaks};`);
  return { name: 'tiny', version, folder: home };
}

/** Programs of one call; what is odd is wrong with every release, and reading late with the bad one alone. */
const BATTERY = `import fc from ${JSON.stringify(import.meta.resolve('fast-check'))};
import tiny from 'tiny';
const draw = fc.record(
  { read: fc.constantFrom('late', 'early'), odd: fc.constant(true), size: fc.nat() }, { requiredKeys: [] });
const build = ({ read, odd }) => ({
  actors: { a: async ({ origin, signal }) => void (await fetch(origin + '/text', { signal })) },
  invariants: {
    odd: () => (odd ? 'it is odd' : undefined),
    late: () => (tiny.breaks && read === 'late' ? 'it was read late' : undefined),
  },
});
export default {
  name: 'tiny',
  variants: { default: {} },
  gateway: [{ name: 'answer', path: '/text', answer: () => ({ status: 200, framing: 'length', body: [] }) }],
  subject: ({ origin }) => ({ origin }),
  programs: { draw, build },
  ...build({}),
};
`;

function drawnRun(seed: number, cases: number, isAudited: boolean): Promise<CampaignResult> {
  return findScenarios(ROOT, { files: ['scenarios/lab/undici/battery.ts'] }).then((scenarios) =>
    runCampaign({
      scenarios,
      seed,
      cases,
      workers: 1,
      isAudited,
      outDir: join(folder, `seed-${seed}-${isAudited}`),
      nowMs: () => 0,
      writeRepro: () => '',
    }),
  );
}

describe('the battery for undici', { timeout: BATTERY_TIMEOUT_MS }, () => {
  test('runs every case alike, in the same process and in another', async () => {
    const { audit, divergences, problems, cases } = await drawnRun(3, 80, true);
    expect([divergences, problems, cases, audit.runs]).toEqual([[], [], 80, 240]);
  });
});

/** Programs of one call, of which some do that to their process whatever happens to them. */
const harmful = (
  harm: string,
): string => `import fc from ${JSON.stringify(import.meta.resolve('fast-check'))};
import { constants } from 'node:os';
let isStuck = false;
const draw = fc.record({ harms: fc.constant(true), size: fc.nat() }, { requiredKeys: [] });
const build = ({ harms }) => ({
  actors: {
    a: async ({ origin, signal, note }) => {
      if (isStuck) note('nothing works any more');
      if (harms) ${harm}
      await fetch(origin + '/text', { signal });
    },
  },
});
export default {
  name: 'harmful',
  variants: { default: {} },
  gateway: [{ name: 'answer', path: '/text', answer: () => ({ status: 200, framing: 'length', body: [] }) }],
  subject: ({ origin }) => ({ origin }),
  programs: { draw, build, stepLimit: 500 },
  ...build({}),
};
`;

async function runHarmful(
  name: string,
  harm: string,
  cases: number,
  repros: Repro[] = [],
): Promise<CampaignResult> {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, harmful(harm));
  const variants = [{ name: 'default', description: '', expect: [] }];
  return runCampaign({
    scenarios: [{ name: 'harmful', description: '', file, path: `${name}.mjs`, variants, casesEach: 4 }],
    seed: 1,
    cases,
    workers: 1,
    outDir: join(folder, name),
    nowMs: () => 0,
    writeRepro: (repro) => {
      repros.push(repro);
      return '';
    },
  });
}

describe('a program', { timeout: BATTERY_TIMEOUT_MS }, () => {
  test('whose natural run takes the process down is a finding, though that run is made to measure it', async () => {
    const dies = 'process._kill(process.pid, constants.signals.SIGKILL);';
    const { findings, problems } = await runHarmful('dies', dies, 12);
    expect(problems.map(({ kind }) => kind).filter((kind) => kind === 'not-repeated')).toEqual([]);
    expect(findings.map(({ oracle, shrunk }) => [oracle, shrunk.program])).toEqual([
      ['crash', { harms: true }],
    ]);
  });

  test('whose natural run leaves the process unfit has no other cases, and is seen in a process of its own', async () => {
    const breaks = "setTimeout(() => { isStuck = true; throw new Error('in the midst of it'); }, 1);";
    const repros: Repro[] = [];
    const { findings, divergences, variants, audit } = await runHarmful('breaks', breaks, 24, repros);
    const [{ cases, failed, inconclusive }] = variants as [CampaignResult['variants'][number]];
    expect([divergences, cases]).toEqual([[], 24]);
    expect(failed).toBeGreaterThan(1);
    expect(inconclusive).toBe(3 * failed);
    expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(failed);
    expect(findings.map(({ shrinkRuns, original }) => [shrinkRuns, original.faults])).toEqual(
      findings.map(() => [0, []]),
    );
    expect(audit.findingsChecked).toBe(findings.length);
    const [{ case: kase, fingerprint, traceHash, oracle, code }] = repros as [Repro];
    const file = join(folder, 'breaks.mjs');
    const place = { packages: [] };
    const again = await askWorker({ kind: 'replay', file, case: kase, fingerprint }, 'replayed', place);
    expect([again.traceHash, again.finding?.code]).toEqual([traceHash, code]);
    const retry = { kind: 'retry', file, case: kase, oracle, code, neighbours: 0, seed: 1 } as const;
    expect(await askWorker(retry, 'retried', place)).toMatchObject({ reproducedBy: 0 });
  });

  test('takes no more steps than its scenario allows', async () => {
    const file = join(folder, 'spins.mjs');
    await writeFile(file, harmful('setInterval(() => {}, 1);'));
    const [run] = await runInWorld(file, [naturalCase('harmful', 'default', { harms: true })]);
    expect([run!.trace.end, run!.trace.steps]).toEqual(['step-limit', 500]);
  });
});

describe('a hunt for a known bug', { timeout: BATTERY_TIMEOUT_MS }, () => {
  test('takes what fails on both releases for another bug, and goes on until something fails on one alone', async () => {
    const [bad, good] = [await releaseOf('1.0.0', 'true'), await releaseOf('1.0.1', 'false')];
    const file = join(folder, 'battery.mjs');
    await writeFile(file, BATTERY);
    const variants = [{ name: 'default', description: '', expect: [] }];
    const battery = { name: 'tiny', description: '', file, path: 'battery.mjs', variants };
    const bug = { id: 'tiny#1', client: 'tiny', oracles: ['invariant' as const], pairs: [], what: '' };
    const saved: string[] = [];
    const hunt = (other: PackageUnderTest): Promise<PairScore> =>
      scoreBug(bug, {
        battery,
        bad: other,
        good,
        seed: 1,
        explore: 'portfolio',
        cases: 200,
        budgetMs: Number.MAX_SAFE_INTEGER,
        outDir: join(folder, `score-${other.version}`),
        nowMs: () => 0,
        signal: new AbortController().signal,
        writeRepro: (_, repro) => {
          saved.push(repro.code);
          return `${repro.fingerprint}.json`;
        },
      });
    expect(await hunt(bad)).toMatchObject({
      outcome: 'found',
      finding: { code: 'late', summary: 'tiny/default program[read: late]' },
    });
    expect(saved).toContain('odd');
    expect(await hunt(good)).toMatchObject({ outcome: 'missed', cases: 200 });
  });
});

describe('the list of known bugs', () => {
  const file = join(LAB, 'known-bugs.json');
  const bugs = parseKnownBugs(readFileSync(file, 'utf8'), file);

  test('names each bug once, and releases that differ', () => {
    expect(new Set(bugs.map(({ id }) => id)).size).toBe(bugs.length);
    for (const { pairs } of bugs) for (const { bad, good } of pairs) expect(bad).not.toBe(good);
  });

  test('names clients that have a battery', () => {
    const without = bugs.filter(({ client }) => !existsSync(join(LAB, client, 'battery.ts')));
    expect(without.map(({ client }) => client)).toEqual([]);
  });

  test('is refused with its place when it is none', () => {
    expect(() => parseKnownBugs('[{"id": 1}]', 'bugs.json')).toThrow(
      /^bugs\.json: not a list of known bugs: 0\./,
    );
    expect(() => parseKnownBugs('[', 'bugs.json')).toThrow(/^bugs\.json: not valid JSON/);
  });

  test('may name the Node.js of a pair, if clients run on it', () => {
    const onNode = (node: string): string => {
      const pairs = [{ bad: '1.0.0', good: '1.0.1', node }];
      return JSON.stringify([{ id: 'tiny#1', client: 'tiny', oracles: ['hang'], pairs, what: 'it hangs' }]);
    };
    expect(parseKnownBugs(onNode('22'), 'bugs.json')[0]!.pairs[0]).toMatchObject({ node: '22' });
    expect(() => parseKnownBugs(onNode('18'), 'bugs.json')).toThrow(/no version of Node\.js/);
  });
});
