// The tree, over a toy machine: lanes of events that are all ready, the one with the lowest name first, and a log of what happens. Its
// cases can be counted by hand, and enumerated plainly.
import { describe, expect, test } from 'vitest';
import { naturalCase, type Case } from '../../model/case.ts';
import { EXHAUSTIVE_PASSES_MAX, EXHAUSTIVE_TURNS_MAX } from '../../model/limits.ts';
import type { ObservedStep } from '../../model/observation.ts';
import type { TraceEvent } from '../../model/trace.ts';
import { ChoiceTree, type Cursor, type Need, type TreeRun } from './choice-tree.ts';
import { estimateRuns, probeTree } from './estimate-tree.ts';

type Machine = {
  /** Events of each lane. */
  lanes: Record<string, number>;
  /** Microtask turns of a step. */
  turns?: number;
  /** Action of which only the first does anything. */
  once?: string;
  /** What is wrong with the machine: its runs do not begin alike. */
  isFickle?: boolean;
};

/** Runs a case on the machine. */
function runToy({ lanes, turns = 0, once, isFickle = false }: Machine, kase: Case, need: Need): TreeRun {
  const holds = new Map(kase.schedule.map(({ hold, for: count }) => [hold, count]));
  const done = new Map(Object.keys(lanes).map((lane) => [lane, 0]));
  const steps: ObservedStep[] = [];
  const events: TraceEvent[] = [];
  const acted = new Set<string>();
  let isLastActionIdle = false;
  for (;;) {
    const ready = Object.keys(lanes)
      .filter((lane) => done.get(lane)! < lanes[lane]!)
      .map((lane) => `${lane}#${done.get(lane)}`);
    if (ready.length === 0) break;
    let nth = 0;
    while (nth < ready.length && (holds.get(ready[nth]!) ?? 0) > 0) nth++;
    const held = nth === ready.length || ready.length === 1 ? [] : ready.slice(0, nth);
    for (const id of held) holds.set(id, holds.get(id)! - 1);
    const event = ready[held.length]!;
    const step = steps.length + 1;
    const what = isFickle && step === 2 ? `after ${kase.actions.length}` : '';
    events.push({ kind: 'step', step, ms: 0, event, what, ...(held.length > 0 && { held }) });
    const own = kase.actions.filter(({ at }) => at === event);
    for (const { do: what_, turns: turn } of own.toSorted(
      (left, right) => (left.turns ?? Infinity) - (right.turns ?? Infinity) || 0,
    )) {
      isLastActionIdle = once !== undefined && acted.has(once);
      acted.add(what_);
      events.push({
        kind: 'action',
        step,
        ms: 0,
        do: what_,
        cancels: [],
        prompt: false,
        ...(turn === undefined ? {} : { turns: turn }),
      });
    }
    steps.push({ event, ready, turns });
    const lane = event.slice(0, event.indexOf('#'));
    done.set(lane, done.get(lane)! + 1);
  }
  const lines = events.map((event) => JSON.stringify(event));
  return { events, lines, observation: need === 'trace' ? undefined : { steps, isLastActionIdle } };
}

const ROOT = naturalCase('toy', 'default');

function toyTree(
  machine: Machine,
  bound: number,
  actions: string[] = [],
  isReduced = true,
): ChoiceTree<TreeRun> {
  const run = async (kase: Case, need: Need): Promise<TreeRun> => runToy(machine, kase, need);
  return new ChoiceTree({ root: ROOT, actions, bound, isReduced, run });
}

type Walked = {
  cases: Case[];
  orders: string[];
  departed: number;
  gaps: Set<string>;
  paths: (readonly number[])[];
};

async function walkAll(tree: ChoiceTree<TreeRun>, from?: { unit: number; cursor: Cursor }): Promise<Walked> {
  const walked: Walked = { cases: [], orders: [], departed: 0, gaps: new Set(), paths: [] };
  const root = await tree.openRoot();
  const take = ({ case: kase, run, gaps }: typeof root): void => {
    walked.cases.push(kase);
    walked.orders.push(run.events.map((event) => (event.kind === 'step' ? event.event : '')).join(' '));
    for (const gap of gaps) walked.gaps.add(gap);
  };
  if (from === undefined) take(root);
  for (let unit = from?.unit ?? 0; unit < root.children.length; unit++)
    for await (const opened of tree.walk(root, unit, unit === from?.unit ? from.cursor : undefined)) {
      if (opened.kind === 'departed') walked.departed++;
      if (opened.kind !== 'node') continue;
      take(opened);
      walked.paths.push(opened.path);
    }
  return walked;
}

describe('the tree of a machine', () => {
  test('has each case once, and no other', async () => {
    const walked = await walkAll(toyTree({ lanes: { a: 2, b: 2 } }, 2));
    expect(walked.departed).toBe(0);
    expect(new Set(walked.cases.map((kase) => JSON.stringify(kase))).size).toBe(walked.cases.length);
    // All six orders of two and two come of holding one or two events.
    expect(new Set(walked.orders).size).toBe(6);
    // Held plainly: each of the four events for up to four others, alone and in pairs.
    const plain = new Set<string>();
    const events = ['a#0', 'a#1', 'b#0', 'b#1'];
    for (const one of events)
      for (const two of events)
        for (let passes = 0; passes < 16; passes++) {
          const schedule = [
            { hold: one, for: passes % 4 },
            ...(one === two ? [] : [{ hold: two, for: passes >> 2 }]),
          ];
          const { events: happened } = runToy({ lanes: { a: 2, b: 2 } }, { ...ROOT, schedule }, 'trace');
          plain.add(happened.map((event) => (event.kind === 'step' ? event.event : '')).join(' '));
        }
    expect(new Set(walked.orders)).toEqual(plain);
  });

  test('stops at its bound, whatever is held for how many others', async () => {
    const machine = { lanes: { a: 1, b: 3 } };
    expect((await walkAll(toyTree(machine, 0))).cases).toEqual([ROOT]);
    // `a` is one element, behind one, two or three others.
    const { cases } = await walkAll(toyTree(machine, 1));
    expect(cases.map(({ schedule }) => schedule)).toEqual([
      [],
      [{ hold: 'a#0', for: 1 }],
      [{ hold: 'a#0', for: 2 }],
      [{ hold: 'a#0', for: 3 }],
    ]);
  });

  test('has an action at every moment of a step, in every order, and not twice at one that is the same', async () => {
    const machine = { lanes: { a: 2 }, turns: 3 };
    const one = await walkAll(toyTree(machine, 1, ['x', 'y']));
    // Turns 0 to 3 and the quiescent point, of two steps, and the natural run.
    expect(one.cases).toHaveLength(1 + 2 * 5 * 2);
    const two = await walkAll(toyTree(machine, 2, ['x', 'y']));
    // Ten moments, two actions each: pairs in order of time, and at one moment in both orders.
    expect(two.cases).toHaveLength(1 + 20 + (45 + 10) * 4);
    expect(two.departed).toBe(0);
  });

  test('does not go below what had nothing to do', async () => {
    const machine = { lanes: { a: 2 }, once: 'x' };
    const whole = await walkAll(toyTree(machine, 3, ['x'], false));
    const reduced = await walkAll(toyTree(machine, 3, ['x']));
    const left = new Set(reduced.cases.map(({ actions }) => actions.length));
    expect([...left]).toEqual([0, 1, 2]);
    expect(whole.cases.some(({ actions }) => actions.length === 3)).toBe(true);
  });

  test('is walked on from any place', async () => {
    const tree = toyTree({ lanes: { a: 2, b: 1 }, turns: 1 }, 2, ['x']);
    const whole = await walkAll(tree);
    for (const [nth, path] of whole.paths.entries()) {
      const rest = await walkAll(tree, { unit: path[0]!, cursor: { path, isSubtreeDone: false } });
      expect(rest.paths).toEqual(whole.paths.slice(nth + 1));
      const beside = await walkAll(tree, { unit: path[0]!, cursor: { path, isSubtreeDone: true } });
      const isBelow = (other: readonly number[]): boolean =>
        path.every((index, depth) => other[depth] === index);
      expect(beside.paths).toEqual(whole.paths.slice(nth + 1).filter((other) => !isBelow(other)));
    }
  });

  test('tells of runs that do not begin as they should, and goes on beside them', async () => {
    const { departed, cases } = await walkAll(toyTree({ lanes: { a: 3 }, isFickle: true }, 1, ['x']));
    // An action in the second step or later changes what came before it; in the first it may.
    expect(departed).toBeGreaterThan(0);
    expect(cases.length).toBeGreaterThan(1);
  });

  test('says what it leaves out for a limit', async () => {
    const deep = await walkAll(toyTree({ lanes: { a: 1 }, turns: EXHAUSTIVE_TURNS_MAX }, 1, ['x']));
    expect([...deep.gaps]).toEqual([`microtask turns of a#0 beyond ${EXHAUSTIVE_TURNS_MAX}`]);
    const long = await walkAll(toyTree({ lanes: { a: 1, b: EXHAUSTIVE_PASSES_MAX + 1 } }, 1));
    expect([...long.gaps]).toEqual([`a#0 held for more than ${EXHAUSTIVE_PASSES_MAX}`]);
    expect(long.cases).toHaveLength(1 + EXHAUSTIVE_PASSES_MAX);
  });
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('the estimate of a tree', () => {
  test('is right on average', async () => {
    const tree = toyTree({ lanes: { a: 3, b: 2 }, turns: 2 }, 2, ['x']);
    const { cases } = await walkAll(tree);
    const root = await tree.openRoot();
    const probes = await collect(probeTree(tree, root, 3_000, 7));
    const estimate = estimateRuns(probes, { done: 1, begun: 0, isDone: () => false });
    expect(Math.abs(estimate - cases.length) / cases.length).toBeLessThan(0.1);
  });

  test('comes to the number of runs as units are done', async () => {
    const tree = toyTree({ lanes: { a: 3, b: 2 }, turns: 2 }, 2, ['x']);
    const root = await tree.openRoot();
    const probes = await collect(probeTree(tree, root, 20, 7));
    const nothing = estimateRuns(probes, { done: 0, begun: 0, isDone: () => false });
    expect(estimateRuns(probes, { done: 123, begun: 0, isDone: () => true })).toBe(123);
    expect(estimateRuns([], { done: 5, begun: 2, isDone: () => false })).toBe(7);
    const half = estimateRuns(probes, {
      done: 100,
      begun: 0,
      isDone: (unit) => unit < root.children.length / 2,
    });
    expect(half).toBeGreaterThan(100);
    expect(half).toBeLessThan(100 + nothing);
    // What has begun is a part of what was estimated, until it is more than that.
    expect(estimateRuns(probes, { done: 0, begun: 1, isDone: () => false })).toBe(nothing);
    expect(estimateRuns(probes, { done: 0, begun: nothing + 1, isDone: () => false })).toBe(nothing + 1);
  });
});
