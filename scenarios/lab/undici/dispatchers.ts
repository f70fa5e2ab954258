// A program → a dispatcher of the release under test. Options that a release does not know do no harm; a kind that it does not
// have is an Agent.
import type { Arbitrary } from 'fast-check';
import * as undici from 'undici';
import { oneOf, parts } from '../draw.ts';

const KINDS = ['client', 'pool', 'balanced-pool', 'agent', 'retry-agent', 'global'] as const;
const INTERCEPTORS = ['retry', 'redirect', 'responseError', 'dns', 'decompress', 'cache'] as const;

/** A dispatcher: its kind (an Agent) and the options that matter to the life of its connections; times in ms. */
export type DispatcherProgram = {
  kind?: (typeof KINDS)[number];
  pipelining?: number;
  connections?: number;
  keepAliveTimeout?: number;
  headersTimeout?: number;
  bodyTimeout?: number;
  connectTimeout?: number;
  clientTtl?: number;
  maxRequestsPerClient?: number;
  retry?: { maxRetries?: number; minTimeout?: number };
  interceptors?: (typeof INTERCEPTORS)[number][];
};

export const dispatcherPrograms: Arbitrary<DispatcherProgram> = parts<DispatcherProgram>({
  kind: [100, oneOf(...KINDS)],
  pipelining: [25, oneOf(2, 3, 10)],
  connections: [40, oneOf(1, 1, 2)],
  keepAliveTimeout: [20, oneOf(10, 100, 1_000)],
  headersTimeout: [15, oneOf(600, 1_500)],
  bodyTimeout: [20, oneOf(600, 1_500)],
  connectTimeout: [10, oneOf(1_000, 3_000)],
  clientTtl: [20, oneOf(1, 50, 500)],
  maxRequestsPerClient: [10, oneOf(1, 2)],
  retry: [25, parts({ maxRetries: [60, oneOf(1, 2)], minTimeout: [60, oneOf(100, 2_000, 5_000)] })],
  interceptors: [20, oneOf(...INTERCEPTORS).map((name) => [name])],
});

type Options = Record<string, unknown>;
type Make = new (...args: unknown[]) => undici.Dispatcher;
const classes = undici as unknown as Record<string, Make | undefined>;
const { interceptors } = undici as unknown as {
  interceptors?: Record<string, ((options?: Options) => unknown) | undefined>;
};

/** Makes the dispatcher; `undefined` when calls are to use the global one. */
export function makeDispatcher(origin: string, program: DispatcherProgram): undici.Dispatcher | undefined {
  const { kind = 'agent', retry = {}, interceptors: names = [], ...options } = program;
  if (kind === 'global') return undefined;
  const dispatcher = makeKind(origin, kind, options, retry);
  return names.reduce((inner, name) => compose(inner, name, retry), dispatcher);
}

function makeKind(origin: string, kind: string, options: Options, retry: Options): undici.Dispatcher {
  const { connections, ...rest } = options;
  const [of, pooled] = [
    (name: string): Make => (classes[name] ?? classes['Agent'])!,
    { connections, ...rest },
  ];
  const given = connections === undefined ? rest : pooled;
  if (kind === 'client') return new (of('Client'))(origin, rest);
  if (kind === 'pool') return new (of('Pool'))(origin, given);
  if (kind === 'balanced-pool') return new (of('BalancedPool'))([origin], given);
  const agent = new (of('Agent'))(given);
  const { RetryAgent } = classes;
  return kind === 'retry-agent' && RetryAgent !== undefined ? new RetryAgent(agent, retry) : agent;
}

function compose(dispatcher: undici.Dispatcher, name: string, retry: Options): undici.Dispatcher {
  const make = interceptors?.[name];
  const composable = dispatcher as { compose?: (interceptor: unknown) => undici.Dispatcher };
  if (make === undefined || composable.compose === undefined) return dispatcher;
  return composable.compose(make(name === 'retry' ? retry : undefined));
}

/** Whether one answer that nobody reads keeps others waiting. */
export function isNarrow({ kind, connections, interceptors: names = [] }: DispatcherProgram): boolean {
  return kind === 'client' || connections !== undefined || names.includes('cache');
}
