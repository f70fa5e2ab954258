// A process that hunts for one finding after another: in the world from its first import, told by messages where to look.
import '../../simulate/install.ts';
import { pathToFileURL } from 'node:url';
import { evaluateCase, findingsOf } from '../../campaign/evaluate-case.ts';
import { prepareCases } from '../../campaign/explore.ts';
import { countElements, formatCase, type Case } from '../../model/case.ts';
import type { Finding } from '../../model/finding.ts';
import { hashTrace } from '../../model/trace.ts';
import { shrinkCase } from '../../shrink/shrink-case.ts';
import { realSetImmediate } from '../../simulate/immediates.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import type { HuntAnswer, HuntOrder } from './hunt.ts';

function hunt(scenario: Scenario, order: HuntOrder, answer: (answer: HuntAnswer) => void): void {
  const { wanted, variant, seed, to, isShrinking } = order;
  const others = new Set<string>();
  const isWanted = ({ oracle, code }: Finding): boolean =>
    wanted === undefined || (oracle === wanted.oracle && code === wanted.code);
  let caseAt: (index: number) => Case;
  const runOne = (index: number): void => {
    if (index >= to) return answer({ kind: 'not found', next: index, others: [...others] });
    const kase = caseAt(index);
    const { trace, verdict, isClean } = evaluateCase(scenario, kase);
    const findings = findingsOf(verdict);
    const found = findings.find(isWanted);
    for (const finding of findings) if (!isWanted(finding)) others.add(`${finding.oracle} ${finding.code}`);
    if (found !== undefined && hashTrace(evaluateCase(scenario, kase).trace) === hashTrace(trace)) {
      const shrunk = isShrinking ? shrink(kase) : kase;
      const { message } = findingsOf(evaluateCase(scenario, shrunk).verdict).find(isWanted) ?? found;
      const { oracle, code } = found;
      const [size, shown] = [countElements(shrunk), formatCase(shrunk)];
      return answer({
        kind: 'found',
        firstCase: index,
        oracle,
        code,
        message,
        size,
        shown,
        others: [...others],
      });
    }
    if (!isClean || found !== undefined)
      return answer({ kind: 'replace me', next: index + 1, others: [...others] });
    realSetImmediate(() => runOne(index + 1));
    return undefined;
  };
  const shrink = (kase: Case): Case =>
    shrinkCase(kase, (candidate) => findingsOf(evaluateCase(scenario, candidate).verdict).some(isWanted))
      .shrunk;
  realSetImmediate(() => {
    caseAt = prepareCases(scenario, variant, seed);
    runOne(order.from);
  });
}

process.on('message', (order: HuntOrder) => {
  const answer = (message: HuntAnswer): void => void process.send?.(message);
  import(pathToFileURL(order.file).href).then(
    (module: { default: Scenario }) => hunt(module.default, order, answer),
    (error: unknown) => answer({ kind: 'failed', message: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
