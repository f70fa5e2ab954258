// fast-check's scheduler → the client over a dispatcher that answers by script, with every turn, timer and piece of an answer in the
// scheduler's hands: what a test in the manner of fast-check's documentation is made of. Nothing reaches a socket.
import type { Scheduler } from 'fast-check';
import type { Dispatcher } from 'undici';
import { SessionOwner } from '../../../scenarios/app.ts';
import type { BtwSubject } from '../../../scenarios/btw/subject.ts';
import type { EventStreamClient } from '../../../src/event-stream-client.ts';
import type { EventStreamStrategy } from '../../../src/event-stream-strategy.ts';
import type { Executor } from '../../../src/executor.ts';
import type { SessionStrategy } from '../../../src/session-strategy.ts';
import type { Session } from '../../../src/session.ts';
import { ScriptedDispatcher } from '../../../src/tests/scripted-dispatcher.ts';
import type { Route } from '../../gateway/script.ts';
import type { Exchange } from './judge-run.ts';
import type { ScheduledClient } from './scheduled-client.ts';
import { countTokens, ScriptAnswers } from './script-answers.ts';

/** Where requests go; nothing listens there. */
export const ORIGIN = 'http://gateway';

/** What the actors and actions of the client's scenarios are given, whichever of them it is. */
export type ScheduledSubject = BtwSubject & { events: EventStreamClient };

/** Answers by the routes, one callback of undici's a step of the scheduler. */
export class ScheduledDispatcher extends ScriptedDispatcher {
  readonly #scheduler: Scheduler;
  readonly #answers: ScriptAnswers;

  constructor(scheduler: Scheduler, routes: readonly Route[]) {
    super();
    this.#scheduler = scheduler;
    this.#answers = new ScriptAnswers(routes, countTokens());
  }

  /** Every request, and what it is answered. */
  get exchanges(): readonly Exchange[] {
    return this.#answers.exchanges;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    super.dispatch(options, handler);
    const { latest } = this;
    const { method, path, body } = options;
    const headers = options.headers as Record<string, string>;
    const request = { method, path, headers, body: typeof body === 'string' ? body : '' };
    const answer = this.#answers.answer(request);
    if (answer === undefined) throw new Error(`no route for ${method} ${path}`);
    const { status, body: items = [] } = answer;
    const steps: [label: string, run: () => void][] = [
      ['request starts', () => latest.start()],
      ['head', () => latest.head(status)],
    ];
    const isOpenForEver = items.some((item) => 'untilRequest' in item);
    for (const item of items) if ('wire' in item) steps.push(['chunk', () => latest.data(String(item.wire))]);
    if (!isOpenForEver) steps.push(['end', () => latest.end()]);
    void this.#play(latest, steps);
    return true;
  }

  async #play(
    request: ScriptedDispatcher['latest'],
    steps: readonly [label: string, run: () => void][],
  ): Promise<void> {
    for (const [label, run] of steps) {
      await this.#scheduler.schedule(Promise.resolve(), label);
      if (request.abortedWith !== undefined) return;
      run();
    }
  }
}

/** Each job is a task of the scheduler; what it throws would have been uncaught. */
export function scheduledExecutor(scheduler: Scheduler, onUncaught: (error: unknown) => void): Executor {
  return (job) => void scheduler.schedule(Promise.resolve(), 'turn').then(job).catch(onUncaught);
}

/** What the app is built on. */
export type ScheduledParts = { client: ScheduledClient; dispatcher: Dispatcher; executor: Executor };

/**
 * Builds both clients in one generation, on the dispatcher. The token store answers inside the call, as that of the scenarios does, or by a
 * job of the executor.
 */
export function buildScheduled(
  { client, dispatcher, executor }: ScheduledParts,
  generation: string,
  isSlowStore: boolean,
): ScheduledSubject {
  const { BtwClient, Credentials, EventStreamClient, GatewayHttpClient, MemoryTokenStore, Session } = client;
  const makeSession = (): Session => new Session({ dispatcher, executor });
  const everybodys = makeSession();
  const store = new MemoryTokenStore({ token: 'first-token' }, isSlowStore ? executor : undefined);
  const refresh = client.refreshOverGateway({ baseUrl: ORIGIN, session: everybodys });
  const credentials = new Credentials({ store, refresh });
  const http = new GatewayHttpClient({ baseUrl: ORIGIN, assistantId: 'a1', credentials });
  // In generations without safe bytes there is no session of its to lose.
  const owner = new SessionOwner(makeSession);
  const ofCalls: Record<string, () => SessionStrategy> = {
    shared: () => client.sharedStrategy(everybodys),
    'safe-bytes': () => client.safeBytesStrategy(owner.current),
  };
  const ofCall = (ofCalls[generation] ?? (() => client.perCallStrategy(makeSession)))();
  const ofStream: Record<string, () => EventStreamStrategy> = {
    'owned-by-client': () => client.ownedByClientStrategy(makeSession),
    guarded: () => client.guardedStrategy(makeSession),
  };
  const strategy = (ofStream[generation] ?? (() => client.callPerTask(ofCall)))();
  return {
    app: { credentials, http, owner },
    btw: new BtwClient({ http, strategy: ofCall }),
    events: new EventStreamClient({ http, credentials, strategy, executor }),
    streams: new Map(),
    leaving: new Set(),
  };
}
