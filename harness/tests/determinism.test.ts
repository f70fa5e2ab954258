// One case, one trace: in any process, at any place in it, under any time zone, locale and folder.
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Case } from '../model/case.ts';
import { naturalCase } from '../model/case.ts';
import { askWorker, type WorkerPlace } from '../campaign/worker-process.ts';
import type { HashedRun } from '../campaign/worker-protocol.ts';
import { scenarioFile } from './explore-for-test.ts';

const BTW = 'btw/left-midway';
const AGENTS = 'plain-undici/agents';

async function run(
  scenario: string,
  variant: string,
  picks: (number | Case)[],
  place: WorkerPlace = {},
): Promise<HashedRun[]> {
  const job = {
    kind: 'hash',
    file: scenarioFile(scenario),
    variant,
    draw: { seed: 7, explore: 'portfolio' },
    picks,
  } as const;
  return (await askWorker(job, 'hashed', place)).runs;
}

const hashesOf = (runs: HashedRun[]): string[] => runs.map(({ traceHash }) => traceHash);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a run', () => {
  it.each([
    [BTW, 'shared'],
    [BTW, 'per-call'],
    ['btw/unauthorized', 'per-call'],
    [AGENTS, 'shared-agent'],
    [AGENTS, 'per-call-agent-never-closed'],
    ['plain-undici/surface/calls', 'fetch'],
    ['plain-undici/surface/calls', 'retry-agent'],
    ['plain-undici/surface/event-source', 'default'],
  ])(
    'of %s/%s has the same hashes in another process, time zone, locale and folder',
    async (name, variant) => {
      const here = await run(name, variant, upTo(200));
      const elsewhere = await run(name, variant, upTo(200), {
        cwd: tmpdir(),
        env: { ...process.env, TZ: 'Pacific/Apia', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      });
      expect(hashesOf(elsewhere)).toEqual(hashesOf(here));
    },
  );

  it('of a case that was saved and read again is the same, for 1,000 cases', async () => {
    const first = await run(BTW, 'shared', upTo(1_000));
    const saved = JSON.parse(JSON.stringify(first.map((entry) => entry.case))) as Case[];
    expect(hashesOf(await run(BTW, 'shared', saved))).toEqual(hashesOf(first));
  });

  it('does not depend on what ran before it: first, hundredth, or after a failing case', async () => {
    const explored = await run(BTW, 'shared', upTo(150));
    const failing = explored.findIndex(({ verdict }) => verdict === 'fail');
    const probed = explored.findLastIndex(({ verdict }) => verdict === 'pass');
    expect(failing).toBeGreaterThan(0);
    const alone = await run(BTW, 'shared', [probed]);
    const hundredth = await run(BTW, 'shared', [...upTo(99), probed]);
    const after = await run(BTW, 'shared', [failing, probed]);
    const hash = alone[0]!.traceHash;
    expect([explored[probed]!.traceHash, hundredth.at(-1)!.traceHash, after.at(-1)!.traceHash]).toEqual([
      hash,
      hash,
      hash,
    ]);
  });

  it("meets undici's own timeout at the same virtual time wherever a stalled server comes in a process", async () => {
    const stalled: Case = {
      ...naturalCase(AGENTS, 'per-call-agent'),
      faults: [{ kind: 'stall', on: 'text#0', at: 'item:1' }],
    };
    const runs = await run(AGENTS, 'per-call-agent', [stalled, ...upTo(60), stalled, 3, stalled, stalled]);
    const ofStalled = runs.filter((_, index) => [0, 61, 63, 64].includes(index));
    expect(new Set(hashesOf(ofStalled)).size).toBe(1);
    // undici's body timeout is 300 s; its fast timers are up to half a second late.
    expect(ofStalled[0]!.virtualMs).toBeGreaterThan(300_000);
    expect(ofStalled[0]!.virtualMs).toBeLessThan(305_000);
  });
});
