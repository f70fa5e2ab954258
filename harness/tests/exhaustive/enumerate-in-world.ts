// A process in the world that runs all cases up to a bound: as the tree has them, or plainly, each combination of elements whether or
// not it is another run. It answers with what came of them. Started by enumerate.ts.
import '../../simulate/install.ts';
import { pathToFileURL } from 'node:url';
import { ChoiceTree, type Opened, type TreeNode } from '../../generate/exhaustive/choice-tree.ts';
import { hashRun } from '../../campaign/exhaustive/unit-tally.ts';
import { watchCase, type WatchedRun } from '../../campaign/exhaustive/watch-case.ts';
import { findingsOf } from '../../campaign/evaluate-case.ts';
import { naturalCase, type Case, type Deviation, type Injection } from '../../model/case.ts';
import { fingerprint } from '../../model/finding.ts';
import { listActions, type Scenario } from '../../simulate/scenario.ts';
import type { Enumerated, EnumerationRequest } from './enumerate.ts';

/** Runs after which nothing of a process happens for the first time. */
const WARM_UP_RUNS = 3;

/** What a run comes to for whoever uses the client: what settled, how, in which order, what was left, and what was found. */
function outcomeOf({ evaluation: { trace, verdict } }: WatchedRun): string {
  const seen = trace.events.flatMap((event) => {
    if (event.kind === 'settled') return [`${event.call} ${event.ok ? event.value : event.error?.message}`];
    if (event.kind === 'delivered') return [`${event.call} < ${event.text}`];
    if (event.kind === 'note') return [`${event.actor}: ${event.text}`];
    return event.kind === 'uncaught' ? [event.error.message] : [];
  });
  const found = findingsOf(verdict).map(fingerprint);
  return JSON.stringify([verdict.kind, trace.end, seen, trace.pending, trace.open, found]);
}

/** Every combination of at most `bound` of these, in every order in which it makes a difference to a list. */
function* combine<T>(elements: readonly T[], bound: number): Generator<T[]> {
  yield [];
  if (bound === 0) return;
  for (const element of elements) for (const rest of combine(elements, bound - 1)) yield [element, ...rest];
}

function* listPlainly(
  root: Case,
  { events, turns, passes, bound }: Plain,
  actions: string[],
): Generator<Case> {
  const elements = events.flatMap((event): (Injection | Deviation)[] => [
    ...actions.flatMap((what) => [
      { do: what, at: event },
      ...Array.from({ length: turns }, (_, turn) => ({ do: what, at: event, turns: turn })),
    ]),
    ...Array.from({ length: passes }, (_, nth) => ({ hold: event, for: nth + 1 })),
  ]);
  for (const chosen of combine(elements, bound)) {
    const schedule = chosen.filter((element) => 'hold' in element);
    if (new Set(schedule.map(({ hold }) => hold)).size < schedule.length) continue;
    yield { ...root, actions: chosen.filter((element) => 'do' in element), schedule };
  }
}

type Plain = { events: string[]; turns: number; passes: number; bound: number };

async function enumerate({
  file,
  variant,
  bound,
  plain,
  cases: given,
  isReduced,
}: EnumerationRequest): Promise<Enumerated> {
  const scenario = ((await import(pathToFileURL(file).href)) as { default: Scenario }).default;
  const root = naturalCase(scenario.name, variant);
  for (let nth = 0; nth < WARM_UP_RUNS; nth++) await watchCase(scenario, root, 'trace');
  const outcomes = new Set<string>();
  const traces = new Set<string>();
  const findings = new Set<string>();
  const cases: string[] = [];
  let failing: Case[] = [];
  let natural: string[] = [];
  const departed: unknown[] = [];
  const take = (kase: Case, run: WatchedRun): void => {
    outcomes.add(outcomeOf(run));
    traces.add(hashRun(run.evaluation.trace, run.lines));
    for (const finding of findingsOf(run.evaluation.verdict)) findings.add(fingerprint(finding));
    cases.push(JSON.stringify(kase));
    if (run.evaluation.verdict.kind === 'fail') failing = [...failing, kase];
    if (run.difference !== undefined) departed.push(run.difference);
  };
  if (given !== undefined) {
    for (const kase of given) take(kase, await watchCase(scenario, kase, 'trace'));
  } else if (plain !== undefined) {
    const actions = listActions(scenario);
    for (const kase of listPlainly(root, { ...plain, bound }, actions))
      take(kase, await watchCase(scenario, kase, 'trace'));
  } else {
    const run = (kase: Case, need: Parameters<typeof watchCase>[2]): Promise<WatchedRun> =>
      watchCase(scenario, kase, need);
    const tree = new ChoiceTree({ root, actions: listActions(scenario), bound, isReduced, run });
    const top: TreeNode<WatchedRun> = await tree.openRoot();
    take(top.case, top.run);
    natural = top.run.observation?.steps.map(({ event }) => event) ?? [];
    for (let unit = 0; unit < top.children.length; unit++)
      for await (const opened of tree.walk(top, unit)) {
        const known: Opened<WatchedRun> = opened;
        if (known.kind === 'node') take(known.case, known.run);
        else departed.push(known);
      }
  }
  return {
    outcomes: [...outcomes].toSorted(),
    findings: [...findings].toSorted(),
    traces: [...traces],
    cases,
    failing,
    natural,
    departed,
  };
}

process.on('message', (request: EnumerationRequest) => {
  void enumerate(request).then((answer) => process.send!(answer, () => process.exit(0)));
});
