// One run of a stress loop, and many at once: the scenario's client and its actors against a real server, with a few of the scenario's
// actions at random real moments. What a run comes to is for whoever listens to the process, or watches it.
import type { Actor, Scenario, SessionLog } from '../../simulate/scenario.ts';
import { listActions } from '../../simulate/scenario.ts';
import { STRESS_RUNS_AT_ONCE } from './limits.ts';
import type { Random } from './random.ts';
import { doAction, runActor, type RunWatch } from './run-watch.ts';

const session = (): SessionLog => ({ sends() {}, ends() {} });

/** How a run is varied: actions, and when they come, in real milliseconds and turns of the event loop behind those. */
export type StressBounds = {
  actionsMax: number;
  latestMs: number;
  turnsMax: number;
  limitMs: number;
  /** Whether the scenario's probe is made when the actors are done. */
  isProbed: boolean;
};

/** Starts the actors, does what was drawn, and ends the subject. Returns what actors rejected with. Never rejects. */
export async function runStress(
  scenario: Scenario,
  variant: string,
  origin: string,
  random: Random,
  { actionsMax, latestMs, turnsMax, limitMs, isProbed }: StressBounds,
  watch: RunWatch,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  const { params } = scenario.variants[variant]!;
  const subject = await scenario.subject({
    variant,
    params,
    origin,
    ca: '',
    track: watch.track,
    note: watch.note,
    session,
  });
  const controllers = new Map<string, AbortController>();
  const timers: NodeJS.Timeout[] = [];
  const at = (ms: number, job: () => void): void => void timers.push(setTimeout(job, ms));

  const actors = Object.entries(scenario.actors).map(([name, actor], nth) => {
    const controller = new AbortController();
    controllers.set(name, controller);
    return new Promise<void>((resolve) => {
      const begin = (): void => {
        Promise.resolve()
          .then(() => runActor(name, actor, { subject, origin, signal: controller.signal, watch }))
          .catch((error: unknown) => errors.push(error))
          .finally(resolve);
      };
      // The first goes at once; so may others, or a moment later.
      if (nth === 0 || random() < 0.5) begin();
      else at(logUniform(random, latestMs / 8), begin);
    });
  });

  // What waits for turns when the actors are done comes too late for them, and must not hit the probe.
  let isOver = false;
  const names = listActions(scenario);
  const count = 1 + Math.floor(random() * actionsMax);
  for (let i = 0; i < count; i++) {
    const name = names[Math.floor(random() * names.length)];
    if (name === undefined) break;
    const act = (): void => {
      if (!isOver) doAction(scenario, name, { subject, controllers, watch });
    };
    // Timers fire at whole milliseconds and at one place of the event loop: the turns spread them over the others.
    const turns = Math.floor(random() * (turnsMax + 1));
    at(logUniform(random, latestMs), () => afterTurns(turns, act));
  }

  const isSettled = await within(limitMs, Promise.all(actors));
  isOver = true;
  for (const timer of timers) clearTimeout(timer);
  const keep = (error: unknown): void => void errors.push(error);
  if (isProbed && isSettled && scenario.probe !== undefined)
    await within(limitMs, probe(scenario.probe, subject, origin, watch).catch(keep));
  // A client that is broken may not end either.
  await within(limitMs, watch.call('the end', () => scenario.dispose?.(subject)).catch(keep));
  return errors;
}

/** Runs, as many at once as there may be, until `isEnough`, which is asked before each. Rejects when a run does. */
export async function runAtOnce(isEnough: () => boolean, runOnce: () => Promise<void>): Promise<void> {
  const runOneByOne = async (): Promise<void> => {
    while (!isEnough()) await runOnce();
  };
  await Promise.all(Array.from({ length: STRESS_RUNS_AT_ONCE }, runOneByOne));
}

/** One more call when all is over, which nobody gives up. */
function probe(actor: Actor<unknown>, subject: unknown, origin: string, watch: RunWatch): Promise<void> {
  return runActor('probe', actor, { subject, origin, signal: new AbortController().signal, watch });
}

const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** Waits for a job, but not longer, on a timer that nobody has wrapped. True when it was done. */
async function within(limitMs: number, job: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = startTimer(() => resolve(false), limitMs);
  });
  const isDone = await Promise.race([job.then(() => true), limit]);
  stopTimer(timer);
  return isDone;
}

function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act();
  else setImmediate(() => afterTurns(turns - 1, act));
}

/** Between 0 and `most`, each doubling as likely as the next: what happens early is met as often as what happens late. */
export function logUniform(random: Random, most: number): number {
  return (most + 1) ** random() - 1;
}
