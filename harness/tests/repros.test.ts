// Every committed repro still shows what it was kept for, on the packages that it was recorded with.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { askWorker } from '../campaign/worker-process.ts';
import { parseRepro } from '../model/repro.ts';
import { ROOT } from './explore-for-test.ts';
import { copiesOf } from '../campaign/tests/fake-npm.ts';

const files = readdirSync(join(ROOT, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.repro.json'))
  .map((name) => join(ROOT, 'scenarios', name));
const scenarios = await findScenarios(ROOT);

const fileOf = (scenario: string): string => scenarios.find(({ name }) => name === scenario)!.file;

describe('committed repros', () => {
  it('exist for every expectation that has a budget', () => {
    const kept = new Set(
      files.map((file) => {
        const { case: kase, oracle, code } = parseRepro(readFileSync(file, 'utf8'), file);
        return `${kase.scenario}/${kase.variant} ${oracle} ${code}`;
      }),
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

  const repros = files.map((file) => ({ file, repro: parseRepro(readFileSync(file, 'utf8'), file) }));
  const byRun = Map.groupBy(repros, ({ repro }) =>
    [repro.case.scenario, ...(repro.with ?? [])].join(' with '),
  );
  it.each([...byRun])('of %s replay bit for bit', async (_, own) => {
    const { case: first, with: specs = [], path } = own[0]!.repro;
    // A battery is no scenario that a search finds.
    const file = path === undefined ? fileOf(first.scenario) : join(ROOT, path);
    const picks = own.map(({ repro }) => repro.case);
    const { runs } = await askWorker(
      { kind: 'hash', file, variant: first.variant, draw: { seed: 1, explore: 'portfolio' }, picks },
      'hashed',
      { packages: copiesOf(specs) },
    );
    const shown = runs.map(({ traceHash, verdict }, index) => [own[index]!.file, verdict, traceHash]);
    expect(shown).toEqual(own.map(({ file: kept, repro }) => [kept, 'fail', repro.traceHash]));
  });
});
