// One run of a stress loop: the scenario's client and its actors against a real server, with a few of the scenario's actions at random
// real moments. What a run comes to is for whoever listens to the process.
import type { ActorContext, Scenario, SessionLog } from '../../simulate/scenario.ts';
import { listActions } from '../../simulate/scenario.ts';
import type { Random } from './random.ts';

const session = (): SessionLog => ({ sends() {}, ends() {} });

/** How a run is varied: actions, and when they come, in real milliseconds and turns of the event loop behind those. */
export type StressBounds = { actionsMax: number; latestMs: number; turnsMax: number; limitMs: number };

/** Starts the actors, does what was drawn, and ends the subject. Returns what actors rejected with. Never rejects. */
export async function runStress(
  scenario: Scenario,
  variant: string,
  origin: string,
  random: Random,
  { actionsMax, latestMs, turnsMax, limitMs }: StressBounds,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  const { params } = scenario.variants[variant]!;
  const subject = await scenario.subject({
    variant,
    params,
    origin,
    ca: '',
    track() {},
    note() {},
    session,
  });
  const controllers = new Map<string, AbortController>();
  const timers: NodeJS.Timeout[] = [];
  const at = (ms: number, job: () => void): void => void timers.push(setTimeout(job, ms));

  const actors = Object.entries(scenario.actors).map(([name, actor], nth) => {
    const controller = new AbortController();
    controllers.set(name, controller);
    const context: ActorContext<unknown> = {
      subject,
      actor: name,
      origin,
      url: `${origin}/${name}`,
      signal: controller.signal,
      deliver() {},
      note() {},
      act: (_what, _cancels, run) => run(),
      call: (_name, run) => run(),
    };
    return new Promise<void>((resolve) => {
      const begin = (): void => {
        Promise.resolve()
          .then(() => actor(context))
          .catch((error: unknown) => errors.push(error))
          .finally(resolve);
      };
      // The first goes at once; so may others, or a moment later.
      if (nth === 0 || random() < 0.5) begin();
      else at(logUniform(random, latestMs / 8), begin);
    });
  });

  const names = listActions(scenario);
  const count = 1 + Math.floor(random() * actionsMax);
  for (let i = 0; i < count; i++) {
    const name = names[Math.floor(random() * names.length)];
    if (name === undefined) break;
    const action = scenario.actions?.[name];
    const act = (): void => {
      if (action === undefined) controllers.get(name.slice('cancel '.length))?.abort();
      else if (action.applies?.({ subject }) !== false) action.run({ subject });
    };
    // Timers fire at whole milliseconds and at one place of the event loop: the turns spread them over the others.
    const turns = Math.floor(random() * (turnsMax + 1));
    at(logUniform(random, latestMs), () => afterTurns(turns, act));
  }

  await within(limitMs, Promise.all(actors));
  for (const timer of timers) clearTimeout(timer);
  // A client that is broken may not end either.
  const end = Promise.resolve(scenario.dispose?.(subject)).catch((error: unknown) => errors.push(error));
  await within(limitMs, end);
  return errors;
}

const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** Waits for a job, but not longer, on a timer that nobody has wrapped. */
async function within(limitMs: number, job: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = startTimer(resolve, limitMs);
  });
  await Promise.race([job, limit]);
  stopTimer(timer);
}

function afterTurns(turns: number, act: () => void): void {
  if (turns === 0) act();
  else setImmediate(() => afterTurns(turns - 1, act));
}

/** Between 0 and `most`, each doubling as likely as the next: what happens early is met as often as what happens late. */
export function logUniform(random: Random, most: number): number {
  return (most + 1) ** random() - 1;
}
