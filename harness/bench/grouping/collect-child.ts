// A collecting process: the first failing cases of one place, seed by seed, a line of JSON each, and the signs that a run has of them. In
// the world from its first import. Its order comes as JSON in its first argument.
import '../../simulate/install.ts';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { evaluateCase, findingsOf, type Evaluation } from '../../campaign/evaluate-case.ts';
import { findProject } from '../../campaign/find-project.ts';
import { prepareCases } from '../../campaign/prepare-cases.ts';
import { shrinkFinding } from '../../campaign/shrink-finding.ts';
import type { Case } from '../../model/case.ts';
import { fingerprint } from '../../model/finding.ts';
import { listKinds } from '../../model/issue.ts';
import { setProjectRoot } from '../../simulate/error-record.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import type { CollectLine, CollectOrder, CollectPlace } from './collect-order.ts';

const order = JSON.parse(process.argv[2]!) as CollectOrder;
// A planted defect lies in a folder of its name, which must not be what tells its frames from those of others.
setProjectRoot(findProject(order.file)! + sep);
const { default: scenario } = (await import(pathToFileURL(order.file).href)) as { default: Scenario };
const { from } = order;
let isFit = true;

function print(line: CollectLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function run(kase: Case): Promise<Evaluation> {
  const evaluation = await evaluateCase(scenario, kase);
  if (!evaluation.isClean) isFit = false;
  return evaluation;
}

/** Runs cases of a seed from a place on; where another process must go on, undefined when the seed is done. */
async function collect(start: CollectPlace): Promise<CollectPlace | undefined> {
  const { seed } = start;
  const { caseAt } = await prepareCases(scenario, order.variant, { seed, explore: 'portfolio' });
  const signed = new Set(start.signed);
  let { failures } = start;
  for (let index = start.index; index < order.cases && failures < order.failuresPerSeed; index++) {
    const { kase } = await caseAt(index);
    const { verdict, trace } = await run(kase);
    const findings = findingsOf(verdict);
    if (findings.length > 0) {
      failures++;
      const given = listKinds(kase);
      print({ failure: { seed, index, given, findings } });
      for (const finding of findings) {
        const id = fingerprint(finding);
        const key = `${id} ${given.join('+')}`;
        if (signed.has(key)) continue;
        signed.add(key);
        const { sign } = await shrinkFinding(trace, index, finding, run);
        print({ sign: { seed, fingerprint: id, sign } });
      }
    }
    if (!isFit) return { seed, index: index + 1, failures, signed: [...signed] };
  }
  return undefined;
}

for (const seed of order.seeds) {
  if (from !== undefined && seed < from.seed) continue;
  const goOn = await collect(seed === from?.seed ? from : { seed, index: 0, failures: 0, signed: [] });
  if (goOn === undefined) continue;
  print({ goOn });
  break;
}
process.exit(0);
