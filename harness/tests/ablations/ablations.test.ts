// Which conditions the founding crash needs: shown by exploration, with one condition changed at a time.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exploreForTest } from '../explore-for-test.ts';

const FILE = fileURLToPath(new URL('./scenario.ts', import.meta.url));
const CASES = 600;

async function listFindings(variant: string): Promise<string[]> {
  const { groups, problems, tally } = await exploreForTest(FILE, variant, CASES);
  expect(problems).toEqual([]);
  expect(tally.cases).toBe(CASES);
  return [...new Set(groups.map(({ found }) => `${found.oracle} ${found.code}`))];
}

describe('the founding crash', () => {
  it('is found when a consumer that leaves cancels its task from outside, past the hop', async () => {
    expect(await listFindings('none')).toEqual(['use-after-close ERR_RELEASED_STATE']);
  });

  it('goes when the hop between delegate queue and continuation is taken away', async () => {
    expect(await listFindings('no-hop')).toEqual([]);
  });

  it('goes when nobody cancels the task from outside', async () => {
    expect(await listFindings('no-cancel-from-outside')).toEqual([]);
  });

  it('is absent when the call owns its session and ends it after its loop has left', async () => {
    expect(await listFindings('per-call')).toEqual([]);
  });

  it('comes back when the call ends its own session before its loop has left', async () => {
    expect(await listFindings('per-call-early')).toContain('use-after-close ERR_RELEASED_STATE');
  });
});
