// A client and a program → what is around its calls: how they are answered, what may go wrong, and what must hold besides the
// oracles. What must hold is computed from what the gateway put on the wire, whoever the client is.
import { COMMON_FAULTS, type Route, type ScenarioDefinition } from '../../harness/index.ts';
import { PROBE_ROUTE, routeOf } from './answers.ts';
import { readProgram, type LabClient } from './build-calls.ts';
import type { BatteryProgram, CallProgram } from './call-program.ts';
import { checkDecoding } from './decoded-invariant.ts';
import { checkErrorBodies } from './error-bodies.ts';
import { checkConnections } from './tidy-invariant.ts';
import { checkHeads, checkTimeouts } from './timeout-invariant.ts';
import { checkAttempts, checkUploads } from './upload-invariants.ts';

/** What is told apart of a client here. */
type Told<C extends CallProgram, I extends object> = Pick<LabClient<C, I, unknown>, 'sane' | 'isOnFetch'>;

/** What a client says of itself, and is held to. */
export type Promises<C, I> = {
  /** The ms after which a call is over by the client's own word, whatever the gateway does; undefined where it gives none. */
  limitMs?: (call: C, instance: I) => number | undefined;
  /** The same for a call whose answer never begins. */
  headLimitMs?: (call: C, instance: I) => number | undefined;
  /** Whether requests are those of the program, and no more than once where they must not be. Default: that is judged. */
  isJudgedByRequests?: boolean;
};

/** The common faults but a connect that takes its time. */
const QUICK_CONNECTS = COMMON_FAULTS.filter((kind) => kind !== 'slow-connect');

/** How the program's calls are answered, and what goes wrong. `routes`: by default one for each call. */
export function serveCalls<C extends CallProgram, I extends object>(
  client: Told<C, I>,
  program: BatteryProgram<C, I>,
  routes: (calls: Readonly<Record<string, C>>) => Route[] = routesOf,
): Pick<ScenarioDefinition, 'gateway' | 'faults'> {
  const { calls, instance } = readProgram(client, program);
  const isQuick = program.isBrief === true && client.isOnFetch?.(instance) === true;
  return { gateway: routes(calls), ...(isQuick && { faults: QUICK_CONNECTS }) };
}

function routesOf(calls: Readonly<Record<string, CallProgram>>): Route[] {
  return [...Object.entries(calls).map(([name, { answer }]) => routeOf(name, answer)), PROBE_ROUTE];
}

/** What must hold of the program's calls. */
export function judgeCalls<C extends CallProgram, I extends object>(
  client: Told<C, I>,
  program: BatteryProgram<C, I>,
  { limitMs, headLimitMs, isJudgedByRequests = true }: Promises<C, I> = {},
): NonNullable<ScenarioDefinition['invariants']> {
  const { calls, instance } = readProgram(client, program);
  const limitsOf = (limit: typeof limitMs): Record<string, number | undefined> =>
    Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, limit?.(call, instance)]));
  return {
    ...(isJudgedByRequests && {
      'sent-body-intact': (trace) => checkUploads(trace, calls),
      'sent-once': (trace) => checkAttempts(trace, calls),
    }),
    'settles-in-time': (trace) => checkTimeouts(trace, limitsOf(limitMs)),
    'begins-in-time': (trace) => checkHeads(trace, limitsOf(headLimitMs)),
    'arrives-decoded': (trace) => checkDecoding(trace, calls),
    'leaves-connections-tidy': checkConnections,
    'errors-can-be-read': checkErrorBodies,
  };
}
