// Every committed repro still shows what it was kept for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { askWorker } from '../campaign/worker-process.ts';
import { parseRepro } from '../model/repro.ts';
import { ROOT } from './explore-for-test.ts';

const files = readdirSync(join(ROOT, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.repro.json'))
  .map((name) => join(ROOT, 'scenarios', name));
const scenarios = await findScenarios(ROOT);

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

  const byVariant = Map.groupBy(files, (file) => {
    const { case: kase } = parseRepro(readFileSync(file, 'utf8'), file);
    return `${kase.scenario}/${kase.variant}`;
  });
  it.each([...byVariant])('of %s replay', async (_name, own) => {
    for (const file of own) {
      const repro = parseRepro(readFileSync(file, 'utf8'), file);
      const { file: module } = scenarios.find(({ name }) => name === repro.case.scenario)!;
      const job = { kind: 'replay', file: module, case: repro.case, fingerprint: repro.fingerprint } as const;
      const { finding, traceHash } = await askWorker(job, 'replayed');
      expect({ file, code: finding?.code, traceHash }).toEqual({
        file,
        code: repro.code,
        traceHash: repro.traceHash,
      });
    }
  });
});
