// A program → a dispatcher of the release under test. Options that a release does not know do no harm; a kind that it does not
// have is an Agent.
import type { Arbitrary } from 'fast-check';
import * as undici from 'undici';
import { oneOf, parts, seldom } from '../draw.ts';
import { compose, hasInterceptor, interceptorPrograms, type InterceptorName } from './interceptors.ts';
import { mocksPrograms, registerMocks, type Admits, type MocksProgram } from './mocks.ts';
import { makeProxyAgent, proxyPrograms, type ProxyProgram } from './proxies.ts';

const KINDS = ['client', 'pool', 'balanced-pool', 'agent', 'retry-agent', 'global'] as const;
const FURTHER_KINDS = [
  'proxy-agent',
  'proxy-agent',
  'env-proxy-agent',
  'mock-agent',
  'round-robin-pool',
] as const;

/** What the constructors of dispatchers take as it is; `connections` not all of them. */
const OPTIONS = [
  'pipelining',
  'keepAliveTimeout',
  'headersTimeout',
  'bodyTimeout',
  'connectTimeout',
  'clientTtl',
  'maxRequestsPerClient',
] as const;

type Kind = (typeof KINDS)[number] | (typeof FURTHER_KINDS)[number];

/**
 * A dispatcher: its kind (an Agent) and the options that matter to the life of its connections; times in ms. Interceptors are
 * around it, but beneath a RetryAgent that is not `inside` of them; `ends`: how it is closed and destroyed.
 */
export type DispatcherProgram = {
  kind?: Kind;
  pipelining?: number;
  connections?: number;
  keepAliveTimeout?: number;
  headersTimeout?: number;
  bodyTimeout?: number;
  connectTimeout?: number;
  clientTtl?: number;
  maxRequestsPerClient?: number;
  retry?: { maxRetries?: number; minTimeout?: number; timeoutFactor?: number; throwOnError?: false };
  interceptors?: InterceptorName[];
  inside?: true;
  ends?: 'callback' | 'error';
  proxy?: ProxyProgram;
  mocks?: MocksProgram;
  admits?: Admits;
};

export const dispatcherPrograms: Arbitrary<DispatcherProgram> = parts<DispatcherProgram>({
  kind: [100, seldom(15, oneOf<Kind>(...KINDS), oneOf<Kind>(...FURTHER_KINDS))],
  pipelining: [25, oneOf(2, 3, 10)],
  connections: [40, oneOf(1, 1, 2)],
  keepAliveTimeout: [20, oneOf(10, 100, 1_000)],
  headersTimeout: [20, oneOf(600, 1_500)],
  bodyTimeout: [20, oneOf(600, 1_500)],
  connectTimeout: [20, oneOf(1_000, 3_000)],
  clientTtl: [20, oneOf(1, 50, 500)],
  maxRequestsPerClient: [10, oneOf(1, 2)],
  retry: [
    25,
    parts({
      maxRetries: [60, oneOf(1, 2)],
      minTimeout: [60, oneOf(100, 2_000, 5_000)],
      timeoutFactor: [10, oneOf(1)],
      throwOnError: [10, oneOf(false)],
    }),
  ],
  interceptors: [45, interceptorPrograms],
  inside: [8, seldom<true | undefined>(25, oneOf(undefined), oneOf(true))],
  ends: [10, oneOf('callback', 'error')],
  proxy: [100, proxyPrograms],
  mocks: [100, mocksPrograms],
  admits: [30, oneOf('string', 'pattern', 'function')],
}).map(withOwn);

/** Only what means something to its kind. */
function withOwn({ inside, proxy, mocks, admits, ...program }: DispatcherProgram): DispatcherProgram {
  const { kind, interceptors: drawn, ...plain } = program;
  if (kind === 'global') return { kind };
  const isMock = kind === 'mock-agent';
  // Who retries has to see the answer.
  const names = kind === 'retry-agent' ? drawn?.filter((name) => name !== 'dump') : drawn;
  return {
    ...plain,
    ...(kind && { kind }),
    ...(names && names.length > 0 && { interceptors: names }),
    ...(inside && kind === 'retry-agent' && names && { inside }),
    ...(proxy && isProxy(kind) && { proxy }),
    ...(mocks && isMock && { mocks }),
    // What rewrites an origin may make it one that is not admitted.
    ...(admits && isMock && names === undefined && { admits }),
  };
}

/**
 * What of it has an effect on the release under test: what it does not have does nothing, nor what is another kind's, and the global one is
 * whatever it is.
 */
export function inEffect(whole: DispatcherProgram = {}): DispatcherProgram {
  const { kind, interceptors, ...program } = withOwn(whole);
  if (kind === 'global') return { kind };
  const names = interceptors?.filter(hasInterceptor) ?? [];
  const isAgent = kind === 'retry-agent' && classes['RetryAgent'] === undefined;
  return { ...program, ...(kind && !isAgent && { kind }), ...(names.length > 0 && { interceptors: names }) };
}

/** Whether it makes a request again that failed. */
export function asksAgain({ kind, interceptors = [] }: DispatcherProgram): boolean {
  return kind === 'retry-agent' || interceptors.includes('retry');
}

/** Whether the dispatcher makes requests of its own. */
export function mayAskAgain({ kind, interceptors = [] }: DispatcherProgram): boolean {
  return kind === 'retry-agent' || interceptors.length > 0;
}

function isProxy(kind: Kind | undefined): boolean {
  return kind === 'proxy-agent' || kind === 'env-proxy-agent';
}

type Options = Record<string, unknown>;
type Make = new (...args: unknown[]) => undici.Dispatcher;
const classes = undici as unknown as Record<string, Make | undefined>;

/** Makes the dispatcher; `undefined` when calls are to use the global one. `methodOf` is the method of a call. */
export function makeDispatcher(
  origin: string,
  program: DispatcherProgram,
  methodOf: (name: string) => string,
): undici.Dispatcher | undefined {
  const { kind = 'agent', retry = {}, interceptors: names = [], inside } = program;
  if (kind === 'global') return undefined;
  const composed = (dispatcher: undici.Dispatcher): undici.Dispatcher =>
    names.reduce((inner, name) => compose(inner, name, retry), dispatcher);
  const made = makeKind(origin, kind, program, methodOf);
  const { RetryAgent } = classes;
  if (kind !== 'retry-agent' || RetryAgent === undefined) return composed(made);
  return inside ? composed(new RetryAgent(made, retry)) : new RetryAgent(composed(made), retry);
}

function makeKind(
  origin: string,
  kind: Kind,
  program: DispatcherProgram,
  methodOf: (name: string) => string,
): undici.Dispatcher {
  const { connections } = program;
  const rest: Options = Object.fromEntries(
    OPTIONS.flatMap((name) => (program[name] === undefined ? [] : [[name, program[name]]])),
  );
  const given = connections === undefined ? rest : { connections, ...rest };
  if (kind === 'client') return new (classOf('Client'))(origin, rest);
  if (kind === 'pool') return new (classOf('Pool'))(origin, given);
  if (kind === 'round-robin-pool') return new (classes['RoundRobinPool'] ?? classOf('Pool'))(origin, given);
  if (kind === 'balanced-pool') return new (classOf('BalancedPool'))([origin], given);
  if (isProxy(kind)) {
    const { EnvHttpProxyAgent: Env } = classes;
    if (kind === 'env-proxy-agent' && Env === undefined) return new (classOf('Agent'))(given);
    const used = { Proxy: classOf('ProxyAgent'), ...(kind === 'env-proxy-agent' && { Env }) };
    return makeProxyAgent(used, origin, program.proxy ?? {}, given);
  }
  if (kind === 'mock-agent') {
    const agent = new (classOf('MockAgent'))(given) as undici.MockAgent;
    registerMocks(agent, origin, program.mocks ?? {}, methodOf, program.admits);
    return agent;
  }
  return new (classOf('Agent'))(given);
}

/** Makes one of the class of that name; an Agent in releases that have none. */
function classOf(name: string): Make {
  return (classes[name] ?? classes['Agent'])!;
}

/** Closes it as the program says. Resolves when it is told so, whatever it is told. */
export function closeBy(
  dispatcher: undici.Dispatcher | undefined,
  { ends }: DispatcherProgram,
): Promise<void> {
  return told(ends === 'callback', (done) => (done ? dispatcher?.close(done) : dispatcher?.close()));
}

/** Destroys it as the program says. Resolves when it is told so. */
export function destroyBy(
  dispatcher: undici.Dispatcher | undefined,
  { ends }: DispatcherProgram,
): Promise<void> {
  return told(ends === 'callback', (done) => {
    if (done) return dispatcher?.destroy(null, done);
    return ends === 'error' ? dispatcher?.destroy(new Error('its caller is done')) : dispatcher?.destroy();
  });
}

/** What comes of it is nobody's; a kind that knows no callbacks gives a promise. */
function told(
  byCallback: boolean,
  end: (done: (() => void) | undefined) => Promise<void> | void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const result: unknown = end(byCallback ? resolve : undefined);
  if (result instanceof Promise) result.then(resolve, () => resolve());
  else if (!byCallback) resolve();
  return promise;
}

/** Whether one answer that nobody reads keeps others waiting. */
export function isNarrow({
  kind,
  connections,
  pipelining,
  interceptors: names = [],
}: DispatcherProgram): boolean {
  return (
    kind === 'client' ||
    isProxy(kind) ||
    connections !== undefined ||
    pipelining !== undefined ||
    names.includes('cache') ||
    names.includes('deduplicate')
  );
}
