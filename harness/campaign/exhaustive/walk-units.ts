// Inside a worker: units of a tree → spans, and the first sight of each finding. One case per macrotask, as in any exploration.
import type { Opened, TreeNode } from '../../generate/exhaustive/choice-tree.ts';
import { ChoiceTree } from '../../generate/exhaustive/choice-tree.ts';
import { probeTree, type Probe } from '../../generate/exhaustive/estimate-tree.ts';
import { naturalCase, type Case } from '../../model/case.ts';
import type { Divergence } from '../../model/campaign-result.ts';
import { WORKER_BATCH_CASES } from '../../model/limits.ts';
import { listActions, type Scenario } from '../../simulate/scenario.ts';
import { EscapeLog } from '../escape-log.ts';
import { measureLeak } from '../measure-leak.ts';
import { settleRealWork } from '../settle-real-work.ts';
import { measureNatural } from '../natural-run.ts';
import type { WorkerMessage } from '../worker-protocol.ts';
import {
  formatPath,
  type SurveyJob,
  type TreeProgress,
  type UnitTask,
  type WalkJob,
} from './tree-protocol.ts';
import { SeenSoFar, UnitTally } from './unit-tally.ts';
import { watchCase, type WatchedRun } from './watch-case.ts';

/** What a job of this kind is given besides itself. */
export type TreeHost = {
  send: (message: WorkerMessage) => void;
  /** Told before each run. */
  note: (progress: TreeProgress) => void;
  isStopped: () => boolean;
};

/** Seed of the probes: the same tree is estimated the same way everywhere. */
const PROBE_SEED = 1;

/** Runs between two looks at the memory. */
const LEAK_CHECK_RUNS = 10;

/** Counts the units, and goes down the tree at random. */
export async function surveyTree(scenario: Scenario, job: SurveyJob, host: TreeHost): Promise<void> {
  const tree = await beginTree(scenario, job, host, { ordinalOf: () => 0, barred: [] });
  const root = await tree.openRoot();
  host.send({ kind: 'surveyed', units: root.children.length + 1, actions: listActions(scenario) });
  const probes: Probe[] = [];
  for await (const probe of probeTree(tree, root, job.probes, PROBE_SEED)) {
    probes.push(probe);
    if (host.isStopped()) break;
  }
  host.send({ kind: 'probed', probes });
  host.send({ kind: 'finished', next: 0, why: 'done' });
}

/** Walks units. */
export async function walkUnits(scenario: Scenario, job: WalkJob, host: TreeHost): Promise<void> {
  const seen = new SeenSoFar(job.sights);
  const escapes = new EscapeLog(scenario);
  let unit: UnitTally | undefined;
  const { barred } = job;
  const tree = await beginTree(scenario, job, host, { ordinalOf: () => unit?.ordinal ?? 0, barred });
  const root = await tree.openRoot();
  const finish = (why: 'done' | 'recycle' | 'stopped'): void => host.send({ kind: 'finished', next: 0, why });
  let runs = 0;
  for (const task of job.units) {
    unit = new UnitTally(task, seen);
    for await (const opened of nodesOf(tree, root, task)) {
      if (opened.kind === 'departed') {
        host.send({ kind: 'diverged', divergence: describe(scenario, opened, opened) });
        continue;
      }
      const { run, path, case: kase } = opened;
      const { evaluation, difference } = run;
      await settleRealWork();
      let { isClean } = evaluation;
      if (!(await escapes.add(unit.ordinal, evaluation.trace))) isClean = false;
      if (difference !== undefined) {
        host.send({ kind: 'diverged', divergence: describe(scenario, opened, difference) });
        evaluation.verdict = { kind: 'inconclusive', why: 'two runs of it differ' };
      }
      for (const sight of unit.add({ case: kase, run, gaps: opened.gaps }))
        host.send({ kind: 'sighted', sight });
      runs++;
      const cursor = { path, isSubtreeDone: false };
      if (runs % LEAK_CHECK_RUNS === 0) {
        const kept = measureLeak();
        if (kept !== undefined) {
          const what = `the process kept ${kept} MB after ${runs} cases: the client holds on to something of each`;
          host.send({ kind: 'leaky', index: unit.ordinal, what });
          isClean = false;
        }
      }
      const isStopped = host.isStopped();
      if (isStopped || !isClean || unit.runs >= WORKER_BATCH_CASES)
        host.send(unit.take(cursor, false, escapes.take()));
      if (isStopped || !isClean) return finish(isStopped ? 'stopped' : 'recycle');
    }
    host.send(unit.take(undefined, true, escapes.take()));
  }
  return finish('done');
}

async function beginTree(
  scenario: Scenario,
  { variant, bound }: Pick<WalkJob, 'variant' | 'bound'>,
  { note }: TreeHost,
  { ordinalOf, barred }: { ordinalOf: () => number; barred: readonly string[] },
): Promise<ChoiceTree<WatchedRun>> {
  note({ path: null, ordinal: 0, case: null, before: null });
  await measureNatural(scenario, variant);
  const bars = new Set(barred);
  let before: Case | null = null;
  return new ChoiceTree({
    root: naturalCase(scenario.name, variant),
    actions: listActions(scenario),
    bound,
    run: async (kase, need, path) => {
      note({ path, ordinal: ordinalOf(), case: kase, before });
      before = kase;
      return watchCase(scenario, kase, need);
    },
    isBarred: (path) => bars.has(formatPath(path)),
  });
}

/** The runs of a unit from where it stands; what never acted is none. */
async function* nodesOf(
  tree: ChoiceTree<WatchedRun>,
  root: TreeNode<WatchedRun>,
  { unit, cursor }: UnitTask,
): AsyncGenerator<Exclude<Opened<WatchedRun>, { kind: 'void' }>> {
  if (unit === 0) {
    if (cursor === undefined) yield { kind: 'node', ...root };
    return;
  }
  for await (const opened of tree.walk(root, unit - 1, cursor)) if (opened.kind !== 'void') yield opened;
}

/** A run that is not what it should be by an earlier one. */
function describe(
  scenario: Scenario,
  { case: kase }: { case: Case },
  difference: { expected: string; actual: string } & ({ line: number } | { step: number }),
): Divergence {
  const run = { process: `${process.version}, pid ${process.pid}`, nth: 0, detail: 'lean', traceHash: '' };
  return {
    scenario: scenario.name,
    variant: kase.variant,
    caseIndex: 0,
    case: kase,
    between: 'two runs in one process',
    step: 'line' in difference ? difference.line : difference.step,
    expected: difference.expected,
    actual: difference.actual,
    runs: [run, run],
  };
}
