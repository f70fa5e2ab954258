// A program → a dispatcher that goes through a proxy, which is the gateway, and what the proxy says to who asks for a tunnel.
import type { Arbitrary } from 'fast-check';
import type * as undici from 'undici';
import type { Route } from '../../../harness/index.ts';
import { failure } from '../answers.ts';
import { oneOf, parts } from '../draw.ts';

/**
 * A proxy: whether requests are tunnelled or forwarded (the release's own way), how it is told who asks, how many are `refuses`
 * with `status` (407), and, where the environment is asked, which hosts are reached without it.
 */
export type ProxyProgram = {
  requests?: 'tunnelled' | 'forwarded';
  auth?: 'token' | 'basic' | 'uri';
  headers?: true;
  refuses?: number;
  status?: number;
  noProxy?: 'all' | 'host' | 'port' | 'other';
};

export const proxyPrograms: Arbitrary<ProxyProgram> = parts<ProxyProgram>({
  requests: [75, oneOf('tunnelled', 'forwarded')],
  auth: [25, oneOf('token', 'basic', 'uri')],
  headers: [15, oneOf(true)],
  refuses: [20, oneOf(1, 2)],
  status: [60, oneOf(403, 502, 503)],
  noProxy: [40, oneOf('all', 'host', 'port', 'other')],
});

const BASIC = Buffer.from('user:word').toString('base64');

/** Options of ProxyAgent for a proxy at `origin`; `uri` apart. */
function proxyOptions({ requests, auth, headers }: ProxyProgram): object {
  return {
    ...(requests && { proxyTunnel: requests === 'tunnelled' }),
    ...(auth === 'token' && { token: 'Bearer any' }),
    ...(auth === 'basic' && { auth: BASIC }),
    ...(headers && { headers: { 'x-asked-by': 'a listener' } }),
  };
}

/** The address of the proxy at `origin`, as its caller gives it. */
function proxyUri(origin: string, { auth }: ProxyProgram): string {
  return auth === 'uri' ? origin.replace('://', '://user:word@') : origin;
}

/** Makes a ProxyAgent, or with `Env` the one that the environment configures; what that says is given as options. */
export function makeProxyAgent(
  classes: { Proxy: Make; Env?: Make | undefined },
  origin: string,
  program: ProxyProgram,
  options: object,
): undici.Dispatcher {
  const uri = proxyUri(origin, program);
  const given = { ...options, ...proxyOptions(program) };
  if (classes.Env === undefined) return new classes.Proxy({ ...given, uri });
  const noProxy = listOf(new URL(origin), program);
  return new classes.Env({ ...given, httpProxy: uri, httpsProxy: uri, noProxy });
}

type Make = new (...args: unknown[]) => undici.Dispatcher;

function listOf({ hostname, host }: URL, { noProxy }: ProxyProgram): string {
  if (noProxy === 'all') return '*';
  if (noProxy === 'host') return hostname;
  if (noProxy === 'port') return `other.test,${host}`;
  return noProxy === 'other' ? 'other.test' : '';
}

/** The gateway's routes behind that proxy. What is forwarded is refused in the place of an answer. */
export function behindProxy(routes: Route[], { refuses, status = 407, requests }: ProxyProgram): Route[] {
  if (refuses === undefined) return routes;
  const headers = status === 407 ? { 'proxy-authenticate': 'Basic' } : {};
  const refusal = (token: string): ReturnType<Route['answer']> => {
    const answer = failure({ failStatus: status }, token);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };
  const tunnel: Route = {
    name: 'tunnel',
    method: 'CONNECT',
    path: '*',
    call: () => '',
    answer: (_request, { token, nth }) => (nth < refuses ? refusal(token) : { status: 200 }),
  };
  if (requests !== 'forwarded') return [tunnel, ...routes];
  const forwarded = routes.map((route): Route => {
    const { answer } = route;
    return {
      ...route,
      answer: (request, context) =>
        context.nth < refuses ? refusal(context.token) : answer(request, context),
    };
  });
  return [tunnel, ...forwarded];
}
