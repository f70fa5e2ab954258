// Two lanes → whether the order of their events can matter by what they are about. What runs code of the client that may touch
// anything (timers, immediates, actors, lookups, work, actions) depends on everything; connections depend on themselves.

/** Lanes of one connection: `c0<`, `c0>`, `c0:io`, `c0:connect`, `c0:tls`. */
const OF_A_CONNECTION = /^c(\d+)[<>:]/;

/** Lanes of one exchange's own delays: `g0`. They act on the gateway, and meet the client by what they send. */
const OF_THE_GATEWAY = /^g\d+$/;

/** True unless events of the two lanes commute. */
export function dependOnEachOther(left: string, right: string): boolean {
  if (OF_THE_GATEWAY.test(left) && OF_THE_GATEWAY.test(right)) return left === right;
  const [of, to] = [OF_A_CONNECTION.exec(left)?.[1], OF_A_CONNECTION.exec(right)?.[1]];
  return of === undefined || to === undefined || of === to;
}
