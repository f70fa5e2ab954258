// What actors, actions and subscribers of one run do → the facts that it is judged by.
import type { ActorContext, Actor, Scenario, SubjectContext } from '../../simulate/scenario.ts';
import type { CallFacts, Exchange, RunFacts } from './judge-run.ts';

type Watched = Omit<CallFacts, 'name' | 'isGivenUp'>;

/** Watches a run. */
export class RunWatch {
  readonly #calls = new Map<string, Watched>();
  readonly #givenUp = new Set<string>();
  /** Those that were given up in a way that takes effect at once. */
  readonly #left = new Set<string>();
  readonly #told = new Map<string, string[]>();
  readonly #streams: (() => boolean)[] = [];

  /** What the subject is to put into a trace: of use here are streams of subscribers. */
  readonly track: SubjectContext<unknown>['track'] = (kind, _what, isOpen) => {
    if (kind === 'stream') this.#streams.push(isOpen);
  };

  /** What a subscriber was told: `NAME got MESSAGE`. Other remarks say nothing. */
  readonly note = (text: string): void => {
    const [, name, message] = /^(\w+) got (.+)$/.exec(text) ?? [];
    if (name === undefined) return;
    this.#told.set(name, [...(this.#told.get(name) ?? []), message!]);
  };

  /**
   * Whoever asked for these calls does not want them any more, from now on or, unless `isPrompt`, soon. What has settled before that is
   * excused by nothing; what has not begun yet is given up from its start.
   */
  givesUp(names: readonly string[], isPrompt: boolean): void {
    for (const name of names) {
      if ((this.#calls.get(name)?.outcome ?? 'pending') !== 'pending') continue;
      this.#givenUp.add(name);
      if (isPrompt) this.#left.add(name);
    }
  }

  /** Runs a call. Rejects with what it rejects with. */
  async call(name: string, run: () => unknown): Promise<void> {
    const call = this.#begin(name);
    try {
      call.isReader = typeof (await run()) === 'string';
      call.outcome = 'resolved';
    } catch (error) {
      call.outcome = 'rejected';
      throw error;
    }
  }

  /** The application got something from a call, which is under way or was. */
  delivers(name: string, data: unknown): void {
    const call = this.#calls.get(name)!;
    call.delivered += String(data);
    call.hasDeliveredLate ||= this.#left.has(name);
  }

  /** All that is known now. What the server knows comes from there. */
  facts(exchanges: readonly Exchange[], openConnections: number): RunFacts {
    const calls = [...this.#calls].map(([name, call]): CallFacts => ({
      name,
      ...call,
      isGivenUp: this.#givenUp.has(name),
    }));
    const openStreams = this.#streams.filter((isOpen) => isOpen()).length;
    const told = [...this.#told.values()];
    // Who was told nothing is a subscriber as well.
    while (told.length < this.#streams.length) told.push([]);
    return { calls, exchanges, told, openStreams, openConnections, isEndless: false };
  }

  #begin(name: string): Watched {
    const call: Watched = { outcome: 'pending', isReader: false, delivered: '', hasDeliveredLate: false };
    this.#calls.set(name, call);
    return call;
  }
}

/** What an actor is run with. */
export type ActorPlace = { subject: unknown; origin: string; signal: AbortSignal; watch: RunWatch };

/** Runs an actor under the eyes of a watch. Rejects with what it rejects with. */
export function runActor(name: string, actor: Actor<unknown>, place: ActorPlace): Promise<void> {
  const { subject, origin, signal, watch } = place;
  const context: ActorContext<unknown> = {
    subject,
    actor: name,
    origin,
    url: `${origin}/${name}`,
    signal,
    deliver: (data) => watch.delivers(name, data),
    note: watch.note,
    act: (_what, cancels, run) => {
      watch.givesUp(cancels, true);
      run();
    },
    call: (_name, run) => run(),
  };
  return watch.call(name, () => actor(context));
}

/** Does one of the scenario's actions, or aborts an actor, if that can be done now. */
export function doAction(
  scenario: Scenario,
  name: string,
  {
    subject,
    controllers,
    watch,
  }: { subject: unknown; controllers: ReadonlyMap<string, AbortController>; watch: RunWatch },
): void {
  const action = scenario.actions?.[name];
  if (action === undefined) {
    const actor = name.slice('cancel '.length);
    watch.givesUp([actor], true);
    controllers.get(actor)?.abort();
    return;
  }
  if (action.applies?.({ subject }) === false) return;
  const { cancels = [], prompt = true } = action;
  watch.givesUp(typeof cancels === 'function' ? cancels({ subject }) : cancels, prompt);
  action.run({ subject });
}
