// A collecting process: the first failing cases of one place, seed by seed, a line of JSON each. In the world from its first import.
// Its order comes as JSON in its first argument.
import '../../simulate/install.ts';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { evaluateCase, findingsOf } from '../../campaign/evaluate-case.ts';
import { findProject } from '../../campaign/find-project.ts';
import { prepareCases } from '../../campaign/prepare-cases.ts';
import { setProjectRoot } from '../../simulate/error-record.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import type { CollectLine, CollectOrder, CollectPlace } from './collect-order.ts';
import { SmallestCases, type SmallestCase } from './smallest-case.ts';

const order = JSON.parse(process.argv[2]!) as CollectOrder;
// A planted defect lies in a folder of its name, which must not be what tells its frames from those of others.
setProjectRoot(findProject(order.file)! + sep);
const { default: scenario } = (await import(pathToFileURL(order.file).href)) as { default: Scenario };
const { from } = order;
const smallestCases = new SmallestCases(scenario, from?.known ?? {});

function print(line: CollectLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

type Start = Omit<CollectPlace, 'known'>;

/** Runs cases of a seed from a place on; where another process must go on, undefined when the seed is done. */
async function collect({ seed, index: first, failures: before }: Start): Promise<Start | undefined> {
  const { caseAt } = await prepareCases(scenario, order.variant, { seed, explore: 'portfolio' });
  let failures = before;
  for (let index = first; index < order.cases && failures < order.failuresPerSeed; index++) {
    const { verdict, trace, isClean } = await evaluateCase(scenario, await caseAt(index));
    const findings = findingsOf(verdict);
    if (findings.length > 0) {
      failures++;
      const smallest: SmallestCase[] = [];
      for (const finding of findings) smallest.push(await smallestCases.find(finding, trace));
      print({ failure: { seed, index, findings, smallest } });
    }
    if (!isClean || !smallestCases.isFit) return { seed, index: index + 1, failures };
  }
  return undefined;
}

for (const seed of order.seeds) {
  if (from !== undefined && seed < from.seed) continue;
  const goOn = await collect(seed === from?.seed ? from : { seed, index: 0, failures: 0 });
  if (goOn === undefined) continue;
  print({ goOn: { ...goOn, known: smallestCases.known } });
  break;
}
process.exit(0);
