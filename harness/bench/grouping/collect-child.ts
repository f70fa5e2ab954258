// A collecting process: the first failing cases of one place, seed by seed, a line of JSON each. In the world from its first import.
// Its order comes as JSON in its first argument.
import '../../simulate/install.ts';
import { writeSync } from 'node:fs';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { evaluateCase, findingsOf } from '../../campaign/evaluate-case.ts';
import { findProject } from '../../campaign/find-project.ts';
import { prepareCases } from '../../campaign/prepare-cases.ts';
import { setProjectRoot } from '../../simulate/error-record.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import type { CollectLine, CollectOrder, CollectPlace } from './collect-order.ts';

const order = JSON.parse(process.argv[2]!) as CollectOrder;
// A planted defect lies in a folder of its name, which must not be what tells its frames from those of others.
setProjectRoot(findProject(order.file)! + sep);
const { default: scenario } = (await import(pathToFileURL(order.file).href)) as { default: Scenario };

/** In one system call: a client that takes the process down must not take lines with it. */
function print(line: CollectLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Runs cases of a seed from a place on; where another process must go on, undefined when the seed is done. */
async function collect({
  seed,
  index: from,
  failures: before,
}: CollectPlace): Promise<CollectPlace | undefined> {
  const { caseAt } = await prepareCases(scenario, order.variant, { seed, explore: 'portfolio' });
  let failures = before;
  for (let index = from; index < order.cases && failures < order.failuresPerSeed; index++) {
    const { verdict, isClean } = await evaluateCase(scenario, await caseAt(index));
    const findings = findingsOf(verdict);
    if (findings.length > 0) {
      failures++;
      print({ failure: { seed, index, findings } });
    }
    if (!isClean) return { seed, index: index + 1, failures };
  }
  return undefined;
}

const { from } = order;
for (const seed of order.seeds) {
  if (from !== undefined && seed < from.seed) continue;
  const goOn = await collect(seed === from?.seed ? from : { seed, index: 0, failures: 0 });
  if (goOn === undefined) continue;
  print({ goOn });
  break;
}
process.exit(0);
