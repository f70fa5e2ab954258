// A scenario's routes, and requests as they come → what each is answered by the script, and what was asked of it in all. Whoever serves
// the answers decides when they go out.
import type { Answer, GatewayRequest, Route } from '../../gateway/script.ts';
import type { Exchange } from './judge-run.ts';

/** Answers the requests of one run. */
export class ScriptAnswers {
  readonly #routes: readonly Route[];
  readonly #nextToken: () => string;
  readonly #counts = new Map<string, number>();
  /** Every request that has a route, and what it is answered. */
  readonly exchanges: Exchange[] = [];

  /** `nextToken` gives a token that no other exchange has, whatever its route. */
  constructor(routes: readonly Route[], nextToken: () => string) {
    this.#routes = routes;
    this.#nextToken = nextToken;
  }

  /** The answer; undefined when there is no route for it. */
  answer(request: GatewayRequest): Answer | undefined {
    const { method, path } = request;
    const route = this.#routes.find(
      (candidate) => candidate.path === path && (candidate.method ?? method) === method,
    );
    if (route === undefined) return undefined;
    const nth = this.#counts.get(route.name) ?? 0;
    this.#counts.set(route.name, nth + 1);
    const answer = route.answer(request, { token: this.#nextToken(), nth });
    this.exchanges.push(toExchange(route, request, answer));
    return answer;
  }
}

/** Gives `t0`, `t1` and so on. */
export function countTokens(): () => string {
  let count = 0;
  return () => `t${count++}`;
}

/** What is known of a request once its answer is. */
function toExchange(route: Route, request: GatewayRequest, { status, body = [] }: Answer): Exchange {
  const text = body.map((item) => ('text' in item ? item.text : '')).join('');
  return { call: route.call?.(request) ?? '', status, text, isRefresh: route.refreshes === true };
}
