// Bugs that nobody here made: each is found in the release that has it, and not in the one that mended it, by one generic
// scenario and one command line.
import { describe, expect, it } from 'vitest';
import { exploreForTest, scenarioFile } from './explore-for-test.ts';

const CASES = 250;

async function listFindings(release: string): Promise<string[]> {
  const { groups, problems } = await exploreForTest(
    scenarioFile('undici-history/unread-body'),
    release,
    CASES,
  );
  expect(problems).toEqual([]);
  return [...new Set(groups.map(({ found }) => `${found.oracle} ${found.code} ${found.subject}`))];
}

describe('undici', () => {
  it.each([
    ['#3736, an uncaught AbortError', 'crash AbortError exception', '6.21.0', '6.21.1'],
    ['#5273, a cut chunked body taken for whole', 'corruption truncated chunked-late', '7.25.0', '7.26.0'],
    ['#5360, an uncaught assertion', 'crash ERR_ASSERTION exception', '8.4.0', '8.6.0'],
  ])('%s, is found in the bad release and not in the good one', async (_, finding, bad, good) => {
    expect(await listFindings(bad)).toContain(finding);
    expect(await listFindings(good)).not.toContain(finding);
  });
});
