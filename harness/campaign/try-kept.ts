// Inside a worker: kept cases, one after the other → what each still shows. As it is where nothing it depends on has changed;
// else with neighbours, and what fails is shrunk anew.
import type { Divergence } from '../model/campaign-result.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { fingerprint } from '../model/finding.ts';
import { examineFinding, tellBreaker } from './examine-finding.ts';
import { KnownFindings } from './known-findings.ts';
import { replayOnce, retryNear } from './replay-case.ts';
import type { CorpusItem, CorpusJob, FoundGroup, TriedKept, WorkerMessage } from './worker-protocol.ts';

/** Tries the cases; of those with one fingerprint only until one of them fails. */
export async function answerCorpus(
  scenario: Scenario,
  { items, neighbours, seed }: CorpusJob,
  send: (message: WorkerMessage) => void,
): Promise<void> {
  const shown = new Set<string>();
  for (const [nth, item] of items.entries()) {
    if (shown.has(item.fingerprint)) continue;
    send({ kind: 'trying', nth });
    const { tried, isClean } = item.isChanged
      ? await retryItem(scenario, item, neighbours, seed)
      : await replayItem(scenario, item, seed);
    if (tried.failed !== undefined || (tried.replayed?.finding !== undefined && tried.replayed.isSame))
      shown.add(item.fingerprint);
    send({ kind: 'kept', nth, tried });
    if (!isClean) return send({ kind: 'corpus', next: nth + 1 });
  }
  return send({ kind: 'corpus', next: items.length });
}

type Tried = { tried: TriedKept; isClean: boolean };

async function replayItem(scenario: Scenario, item: CorpusItem, seed: number): Promise<Tried> {
  const { isClean, steps: _steps, traceHash, ...shown } = await replayOnce(scenario, item);
  const isSame = traceHash === item.traceHash;
  // The same run may be told of under another fingerprint by another closecall of the same version.
  if (isSame && shown.finding === undefined && isClean) return retryItem(scenario, item, 0, seed);
  return { tried: { replayed: { ...shown, isSame } }, isClean };
}

async function retryItem(
  scenario: Scenario,
  item: CorpusItem,
  neighbours: number,
  seed: number,
): Promise<Tried> {
  const near = await retryNear(scenario, { ...item, neighbours, seed });
  let { isClean } = near;
  const isInconclusive = near.inconclusive > near.tried / 2;
  if (near.shown === undefined) return { tried: { isInconclusive }, isClean };
  const neighbour = near.tried;
  if (item.isExpected) return { tried: { failed: { neighbour } }, isClean };
  const { case: kase, evaluation, finding, isBroken } = near.shown;
  const found = isBroken
    ? tellBreaker(evaluation.trace, item.caseIndex, finding)
    : await examineFinding(scenario, kase, item.caseIndex, finding, evaluation, {
        onUnfit: () => {
          isClean = false;
        },
        isBrokenBy: near.isBrokenBy,
      });
  return {
    tried: isGroup(found)
      ? { failed: { neighbour, group: { ...asKept(found), fingerprint: idOf(found, fingerprint(finding)) } } }
      : { isInconclusive: true },
    isClean,
  };
}

function isGroup(found: FoundGroup | Divergence): found is FoundGroup {
  return 'shrunk' in found;
}

/** Before all new cases, whichever part of a run comes to them first. */
function asKept(found: FoundGroup): FoundGroup {
  return { ...found, signs: found.signs?.map((sign) => ({ ...sign, firstCase: -1 })) ?? [] };
}

/** What the finding counts under: with its cause, where a program was drawn. */
function idOf({ shrunk }: FoundGroup, plain: string): string {
  return new KnownFindings([]).add(plain, shrunk);
}
