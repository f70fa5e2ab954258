// The reviewer's findings and the retry's rules, as promises about a whole run: what the gateway saw of each call.
import type { Trace, TraceEvent } from '../../harness/index.ts';
import { CALL_RULES } from './call-invariants.ts';
import { CREDENTIAL_RULES } from './credential-invariants.ts';

type Invariants = Record<string, (trace: Trace) => string | undefined>;
type Asked = { call: string; authorization: string; connection: number; status: number; atIndex: number };

/** What holds for every BTW. */
export const BTW_RULES: Invariants = { ...CALL_RULES, ...CREDENTIAL_RULES };

/** Requests of the BTW route, with the status each was answered with (0: none). */
function listAsked({ events }: Trace): Asked[] {
  const asked = new Map<number, Asked>();
  for (const [atIndex, event] of events.entries()) {
    if (event.kind !== 'wire' || event.route !== 'btw') continue;
    const wire = event.event;
    if (wire.what === 'request')
      asked.set(event.exchange, {
        call: event.call,
        authorization: wire.authorization,
        connection: event.connection,
        status: 0,
        atIndex,
      });
    else if (wire.what === 'head') asked.get(event.exchange)!.status = wire.status;
  }
  return [...asked.values()];
}

/**
 * Retry: a call is repeated at most once, only after a 401, with another token than the one that was refused; and
 * concurrent 401s of `calls` lead to one refresh at a time. And what holds for every BTW.
 */
export function oneRetry(...calls: string[]): Invariants {
  return {
    ...BTW_RULES,
    'retried once, after a 401, with a fresh token': (trace) => {
      const asked = listAsked(trace);
      for (const name of calls) {
        const own = asked.filter(({ call }) => call === name);
        if (own.length > 2) return `${name} was sent ${own.length} times`;
        const [first, second] = own;
        if (first === undefined || second === undefined) continue;
        if (first.status !== 401) return `${name} was repeated after status ${first.status}`;
        if (second.authorization === first.authorization)
          return `${name} was repeated with the token that had been refused`;
      }
      return undefined;
    },
    'one refresh at a time': ({ events }) => {
      let open = 0;
      for (const event of events) {
        if (!isRefresh(event)) continue;
        const { what } = event.event;
        if (what === 'request') open++;
        else if (what === 'complete' || what === 'client-closed' || what === 'cut') open--;
        if (open > 1) return 'a refresh was sent while another was under way';
      }
      return undefined;
    },
  };
}

function isRefresh(event: TraceEvent): event is TraceEvent & { kind: 'wire' } {
  return event.kind === 'wire' && event.route === 'refresh';
}
