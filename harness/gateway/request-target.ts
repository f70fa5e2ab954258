// The target of a request as a proxy is given it: in absolute form (RFC 9112, section 3.2.2), or, of CONNECT, an authority alone.
// The gateway is the server behind itself, so it answers either as if it had been asked directly.
import type { GatewayRequest, Route } from './script.ts';

/** What a proxy says to who asks it for a tunnel, where the scenario has no route for CONNECT. */
export const TUNNEL_ROUTE: Route = {
  name: 'tunnel',
  method: 'CONNECT',
  path: '*',
  call: () => '',
  answer: () => ({ status: 200 }),
};

/** The request with its target in the form in which a server is asked. */
export function withOriginForm(request: GatewayRequest): GatewayRequest {
  const [authority] = ABSOLUTE.exec(request.path) ?? [];
  if (authority === undefined) return request;
  const path = request.path.slice(authority.length);
  return { ...request, path: path.startsWith('/') ? path : `/${path}` };
}

const ABSOLUTE = /^https?:\/\/[^/?#]*/i;

/** True when this answer makes a tunnel of its connection (RFC 9110, section 9.3.6): it has no body, whatever it says. */
export function opensTunnel(method: string, status: number): boolean {
  return method === 'CONNECT' && status >= 200 && status < 300;
}
