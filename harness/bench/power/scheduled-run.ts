// One run of a property with fast-check's scheduler: the scenario's actors and a few of its actions as tasks among all others.
import type { Scheduler } from 'fast-check';
import { listen } from '../../../scenarios/event-stream/subject.ts';
import type { Scenario } from '../../simulate/scenario.ts';
import type { RunFacts } from './judge-run.ts';
import { SCHEDULER_TIMERS_MAX } from './limits.ts';
import { doAction, runActor, RunWatch } from './run-watch.ts';
import { buildScheduled, ORIGIN, ScheduledDispatcher, scheduledExecutor } from './scheduled-app.ts';
import type { ScheduledClient } from './scheduled-client.ts';

/** An action, and for how many other steps it is held back before it may happen. */
export type DrawnAction = { name: string; after: number };

/** How a run goes: the client, what was drawn, and whether it is looked at as a loop's oracles do. */
export type ScheduledOptions = {
  client: ScheduledClient;
  actions: readonly DrawnAction[];
  isSlowStore: boolean;
  /** Subscribers listen, and when the actors are done one more call is made. */
  isWatched: boolean;
};

/** What a run came to: every error that reached nobody, or an actor; whether one reached nobody; and what the oracles look at. */
export type ScheduledOutcome = { errors: unknown[]; hasCrashed: boolean; facts: RunFacts };

const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: soon } = globalThis;

/** Runs until nothing is left to schedule. */
export async function runScheduled(
  scenario: Scenario,
  variant: string,
  scheduler: Scheduler,
  { client, actions, isSlowStore, isWatched }: ScheduledOptions,
): Promise<ScheduledOutcome> {
  const errors: unknown[] = [];
  let hasCrashed = false;
  const onError = (error: unknown): void => void errors.push(error);
  const onUncaught = (error: unknown): void => {
    hasCrashed = true;
    onError(error);
  };
  const onUnhandled = (): void => void (hasCrashed = true);
  process.on('unhandledRejection', onUnhandled);
  const step = (label: string): Promise<void> => scheduler.schedule(Promise.resolve(), label);
  const timers = scheduleTimers(step, onUncaught);
  const dispatcher = new ScheduledDispatcher(scheduler, scenario.gateway);
  const parts = { client, dispatcher, executor: scheduledExecutor(scheduler, onUncaught) };
  const subject = buildScheduled(parts, variant, isSlowStore);
  const watch = new RunWatch();
  if (isWatched) for (const name of ['one', 'two']) void listen(name, subject.events, watch);
  const controllers = new Map<string, AbortController>();
  for (const [name, actor] of Object.entries(scenario.actors)) {
    const controller = new AbortController();
    controllers.set(name, controller);
    void step(`${name} begins`)
      .then(() => runActor(name, actor, { subject, origin: ORIGIN, signal: controller.signal, watch }))
      .catch(onError);
  }
  for (const { name, after } of actions) {
    const act = async (): Promise<void> => {
      for (let i = 0; i < after; i++) await step('other steps');
      await step(name);
      doAction(scenario, name, { subject, controllers, watch });
    };
    void act().catch(onUncaught);
  }
  await settle(scheduler);
  if (isWatched && scenario.probe !== undefined) {
    const { signal } = new AbortController();
    void runActor('probe', scenario.probe, { subject, origin: ORIGIN, signal, watch }).catch(onError);
    await settle(scheduler);
  }
  subject.events.teardown();
  if (isWatched) void watch.call('the end', () => subject.app.owner.close()).catch(onError);
  await settle(scheduler);
  timers.end();
  process.off('unhandledRejection', onUnhandled);
  const isEndless = timers.count() > SCHEDULER_TIMERS_MAX;
  return { errors, hasCrashed, facts: { ...watch.facts(dispatcher.exchanges, 0), isEndless } };
}

/** Until nothing is scheduled, also after all promises that are due. */
async function settle(scheduler: Scheduler): Promise<void> {
  do {
    await scheduler.waitIdle();
    await new Promise<void>((resolve) => void soon(resolve));
  } while (scheduler.count() > 0);
}

/**
 * Timers that start from now on are tasks of the scheduler, whatever their delay, up to a number that no sound client comes to. Returns how
 * many were started, and the way back.
 */
function scheduleTimers(
  step: (label: string) => Promise<void>,
  onError: (error: unknown) => void,
): { count: () => number; end: () => void } {
  let count = 0;
  const cleared = new WeakSet<object>();
  const start = (job: () => void): object => {
    const timer = { ref: () => timer, unref: () => timer };
    if (++count > SCHEDULER_TIMERS_MAX) return timer;
    void step('timer')
      .then(() => {
        if (!cleared.has(timer)) job();
      })
      .catch(onError);
    return timer;
  };
  globalThis.setTimeout = start as never;
  globalThis.clearTimeout = (timer) => {
    if (typeof timer === 'object' && timer !== null) cleared.add(timer);
  };
  return { count: () => count, end: restoreTimers };
}

function restoreTimers(): void {
  globalThis.setTimeout = startTimer;
  globalThis.clearTimeout = stopTimer;
}
