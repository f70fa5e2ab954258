// A process that hunts for one finding after another: in the world from its first import, told by messages where to look.
import '../../simulate/install.ts';
import { pathToFileURL } from 'node:url';
import { evaluateCase, findingsOf, type Evaluation } from '../../campaign/evaluate-case.ts';
import { writeOutPolicy } from '../../campaign/write-out-policy.ts';
import { prepareCases } from '../../campaign/prepare-cases.ts';
import { countElements, formatCase, type Case } from '../../model/case.ts';
import type { Finding } from '../../model/finding.ts';
import { hashTrace, type Trace } from '../../model/trace.ts';
import { shrinkCase, type ShrinkResult } from '../../shrink/shrink-case.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import type { HuntAnswer, HuntOrder } from './hunt.ts';

async function hunt(scenario: Scenario, order: HuntOrder): Promise<HuntAnswer> {
  const { wanted, variant, draw, to, isShrinking } = order;
  const others = new Set<string>();
  const isWanted = ({ oracle, code }: Finding): boolean =>
    wanted === undefined || (oracle === wanted.oracle && code === wanted.code);
  const shrink = async (trace: Trace): Promise<ShrinkResult> => {
    const run = (candidate: Case): Promise<Evaluation> => evaluateCase(scenario, candidate);
    const isFailing = async (candidate: Case): Promise<boolean> =>
      findingsOf((await run(candidate)).verdict).some(isWanted);
    return shrinkCase(await writeOutPolicy(trace, run), isFailing);
  };
  const { caseAt } = await prepareCases(scenario, variant, draw);
  for (let index = order.from; index < to; index++) {
    const { kase } = await caseAt(index);
    const { trace, verdict, isClean } = await evaluateCase(scenario, kase);
    const findings = findingsOf(verdict);
    const found = findings.find(isWanted);
    for (const finding of findings) if (!isWanted(finding)) others.add(`${finding.oracle} ${finding.code}`);
    if (found !== undefined && hashTrace((await evaluateCase(scenario, kase)).trace) === hashTrace(trace)) {
      const before = process.cpuUsage();
      const { shrunk, runs } = isShrinking ? await shrink(trace) : { shrunk: kase, runs: 0 };
      const { user, system } = process.cpuUsage(before);
      const { message } = findingsOf((await evaluateCase(scenario, shrunk)).verdict).find(isWanted) ?? found;
      const { oracle, code } = found;
      const [size, shown] = [countElements(shrunk), formatCase(shrunk)];
      return {
        kind: 'found',
        firstCase: index,
        oracle,
        code,
        message,
        size,
        originalSize: countElements(kase),
        shrinkRuns: runs,
        shrinkCpuMs: (user + system) / 1_000,
        shown,
        others: [...others],
      };
    }
    if (!isClean || found !== undefined) return { kind: 'replace me', next: index + 1, others: [...others] };
  }
  return { kind: 'not found', next: to, others: [...others] };
}

process.on('message', (order: HuntOrder) => {
  const answer = (message: HuntAnswer): void => void process.send?.(message);
  import(pathToFileURL(order.file).href)
    .then((module: { default: Scenario }) => hunt(module.default, order))
    .then(answer, (error: unknown) => answer({ kind: 'failed', message: String(error) }));
});
process.on('disconnect', () => process.exit(0));
