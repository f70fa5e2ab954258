// fast-check's scheduler → the client over a dispatcher that answers by script, with every turn, timer and piece of an answer in the
// scheduler's hands: what a test in the manner of fast-check's documentation is made of. Nothing reaches a socket.
import type { Scheduler } from 'fast-check';
import type { Dispatcher } from 'undici';
import type { App } from '../../../scenarios/app.ts';
import type { BtwSubject } from '../../../scenarios/btw/subject.ts';
import { BtwClient } from '../../../src/btw-client.ts';
import { Credentials, MemoryTokenStore } from '../../../src/credentials.ts';
import { EventStreamClient } from '../../../src/event-stream-client.ts';
import {
  callPerTask,
  guardedStrategy,
  ownedByClientStrategy,
  type EventStreamStrategy,
} from '../../../src/event-stream-strategy.ts';
import type { Executor } from '../../../src/executor.ts';
import { GatewayHttpClient } from '../../../src/gateway-http-client.ts';
import { refreshOverGateway } from '../../../src/refresh-over-gateway.ts';
import { perCallStrategy, sharedStrategy, type SessionStrategy } from '../../../src/session-strategy.ts';
import { Session } from '../../../src/session.ts';
import { ScriptedDispatcher } from '../../../src/tests/scripted-dispatcher.ts';
import type { Route } from '../../gateway/script.ts';

/** Where requests go; nothing listens there. */
export const ORIGIN = 'http://gateway';

/** What the actors and actions of the client's scenarios are given, whichever of them it is. */
export type ScheduledSubject = BtwSubject & { events: EventStreamClient };

/** Answers by the routes, one callback of undici's a step of the scheduler. */
export class ScheduledDispatcher extends ScriptedDispatcher {
  readonly #scheduler: Scheduler;
  readonly #routes: readonly Route[];
  readonly #counts = new Map<string, number>();

  constructor(scheduler: Scheduler, routes: readonly Route[]) {
    super();
    this.#scheduler = scheduler;
    this.#routes = routes;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    super.dispatch(options, handler);
    const { latest } = this;
    const { method, path, body } = options;
    const route = this.#routes.find(
      (candidate) => candidate.path === path && (candidate.method ?? method) === method,
    );
    if (route === undefined) throw new Error(`no route for ${method} ${path}`);
    const nth = this.#counts.get(route.name) ?? 0;
    this.#counts.set(route.name, nth + 1);
    const headers = options.headers as Record<string, string>;
    const request = { method, path, headers, body: typeof body === 'string' ? body : '' };
    const { status, body: items = [] } = route.answer(request, { token: `t${nth}`, nth });
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

/**
 * Builds both clients in one generation, on the dispatcher. The token store answers inside the call, as that of the scenarios does, or by a
 * job of the executor.
 */
export function buildScheduled(
  dispatcher: Dispatcher,
  executor: Executor,
  generation: string,
  isSlowStore: boolean,
): ScheduledSubject {
  const makeSession = (): Session => new Session({ dispatcher, executor });
  const everybodys = makeSession();
  const store = new MemoryTokenStore({ token: 'first-token' }, isSlowStore ? executor : undefined);
  const refresh = refreshOverGateway({ baseUrl: ORIGIN, session: everybodys });
  const credentials = new Credentials({ store, refresh });
  const http = new GatewayHttpClient({ baseUrl: ORIGIN, assistantId: 'a1', credentials });
  // In these generations there is no session that an owner could lose.
  const owner = { hasSession: false, lose() {}, close: () => Promise.resolve(), current: makeSession };
  const app = { credentials, http, owner } as unknown as App;
  const ofCall: SessionStrategy =
    generation === 'shared' ? sharedStrategy(everybodys) : perCallStrategy(makeSession);
  const ofStream: Record<string, () => EventStreamStrategy> = {
    'owned-by-client': () => ownedByClientStrategy(makeSession),
    guarded: () => guardedStrategy(makeSession),
  };
  const strategy = (ofStream[generation] ?? (() => callPerTask(ofCall)))();
  return {
    app,
    btw: new BtwClient({ http, strategy: ofCall }),
    events: new EventStreamClient({ http, credentials, strategy, executor }),
    streams: new Map(),
    leaving: new Set(),
  };
}
