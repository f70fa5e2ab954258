// One run of a property with fast-check's scheduler: the scenario's actors and a few of its actions as tasks among all others.
import type { Scheduler } from 'fast-check';
import type { ActorContext, Scenario } from '../../simulate/scenario.ts';
import { buildScheduled, ORIGIN, ScheduledDispatcher, scheduledExecutor } from './scheduled-app.ts';

/** An action, and for how many other steps it is held back before it may happen. */
export type DrawnAction = { name: string; after: number };

const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: soon } = globalThis;

/** Runs until nothing is left to schedule. Returns every error that reached nobody, or an actor. */
export async function runScheduled(
  scenario: Scenario,
  variant: string,
  scheduler: Scheduler,
  { actions, isSlowStore }: { actions: readonly DrawnAction[]; isSlowStore: boolean },
): Promise<unknown[]> {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const step = (label: string): Promise<void> => scheduler.schedule(Promise.resolve(), label);
  const endTimers = scheduleTimers(step, onError);
  const dispatcher = new ScheduledDispatcher(scheduler, scenario.gateway);
  const subject = buildScheduled(dispatcher, scheduledExecutor(scheduler, onError), variant, isSlowStore);
  const controllers = new Map<string, AbortController>();
  for (const [name, actor] of Object.entries(scenario.actors)) {
    const controller = new AbortController();
    controllers.set(name, controller);
    const context: ActorContext<unknown> = {
      subject,
      actor: name,
      origin: ORIGIN,
      url: `${ORIGIN}/${name}`,
      signal: controller.signal,
      deliver() {},
      note() {},
      act: (_what, _cancels, run) => run(),
      call: (_name, run) => run(),
    };
    void step(`${name} begins`)
      .then(() => actor(context))
      .catch(onError);
  }
  for (const { name, after } of actions) {
    const action = scenario.actions?.[name];
    const act = async (): Promise<void> => {
      for (let i = 0; i < after; i++) await step('other steps');
      await step(name);
      if (action === undefined) controllers.get(name.slice('cancel '.length))?.abort();
      else if (action.applies?.({ subject }) !== false) action.run({ subject });
    };
    void act().catch(onError);
  }
  await settle(scheduler);
  subject.events.teardown();
  await settle(scheduler);
  endTimers();
  return errors;
}

/** Until nothing is scheduled, also after all promises that are due. */
async function settle(scheduler: Scheduler): Promise<void> {
  do {
    await scheduler.waitIdle();
    await new Promise<void>((resolve) => void soon(resolve));
  } while (scheduler.count() > 0);
}

/** Timers that start from now on are tasks of the scheduler, whatever their delay. Returns the way back. */
function scheduleTimers(
  step: (label: string) => Promise<void>,
  onError: (error: unknown) => void,
): () => void {
  const cleared = new WeakSet<object>();
  const start = (job: () => void): object => {
    const timer = { ref: () => timer, unref: () => timer };
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
  return () => {
    globalThis.setTimeout = startTimer;
    globalThis.clearTimeout = stopTimer;
  };
}
