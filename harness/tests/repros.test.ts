// Every committed repro still shows what it was kept for, on the packages that it was recorded with, and a strict replay takes it.
import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listChanges } from '../campaign/replay.ts';
import { listCommittedRepros, runCommitted, scenarios, stateOf } from './committed-repros.ts';
import { ROOT } from './explore-for-test.ts';

const byRun = listCommittedRepros();
const all = [...byRun.values()].flat();

describe('committed repros', () => {
  it('exist for every expectation that has a budget', () => {
    const kept = new Set(
      all.map(
        ({ repro: { case: kase, oracle, code } }) => `${kase.scenario}/${kase.variant} ${oracle} ${code}`,
      ),
    );
    const wanted = scenarios.flatMap(({ name, variants }) =>
      variants.flatMap((variant) =>
        variant.expect
          .filter(({ fromCases }) => fromCases !== undefined)
          .map(({ oracle, code }) => `${name}/${variant.name} ${oracle} ${code}`),
      ),
    );
    expect(wanted.filter((each) => !kept.has(each))).toEqual([]);
  });

  it('are of the sources and versions of today: `node harness/tests/renew-repros.ts` makes them so', () => {
    const stale = all.filter((each) => listChanges(each.repro, stateOf(each)).length > 0);
    expect(stale.map(({ file }) => relative(ROOT, file))).toEqual([]);
  });

  it.each([...byRun])('of %s replay bit for bit', async (_, own) => {
    const runs = await runCommitted(own);
    const shown = runs.map(({ traceHash, verdict }, index) => [own[index]!.file, verdict, traceHash]);
    expect(shown).toEqual(own.map(({ file, repro }) => [file, 'fail', repro.traceHash]));
  });
});
