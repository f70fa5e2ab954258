// Everything one run depends on, as plain data: running the same case twice gives the same trace, byte for byte.
// Nothing here holds a function, a clock or a reference to a running world.
import type { Fault } from './fault.ts';
import { formatPolicy, type Policy } from './policy.ts';

export type { Fault, FaultPoint } from './fault.ts';

/**
 * Names one event of a run by what it is, not by when it happens: `lane#ordinal`, counted from 0 on its lane.
 * Lanes: `actor:NAME` (an actor's start), `dns` (name lookups), `cN:connect`, `cN>` (client to gateway), `cN<` (gateway
 * to client), `cN:io` (write and shutdown completions), `cN:tls` (writes that TLS is told of), `close` (close callbacks), `timer`,
 * `immediate`, `workN`
 * (work of another thread, or a file, that comes back), `gN` (the gateway's own delays on exchange N) and `inject` (delayed
 * actions). N counts connections, exchanges or works from 0.
 */
export type EventId = string;

/**
 * One action injected by the explorer. It fires with the event `at`: `turns` microtask turns after the event's own
 * code ran when given (0: in the same synchronous stretch), else at the quiescent point after it, or `afterMs`
 * virtual milliseconds later. An action whose event never happens never fires.
 */
export type Injection = { do: string; at: EventId; turns?: number; afterMs?: number };

/** Holds one event back while `for` other events that are ready pass it. Holding never advances the clock. */
export type Deviation = { hold: EventId; for: number };

/**
 * What a scenario with programs is to do in one run, as it was drawn: plain JSON. A key that is missing means the plainest, so
 * that taking one out makes a program simpler, and never invalid.
 */
export type Program = { readonly [key: string]: ProgramValue };
export type ProgramValue = string | number | boolean | Program | readonly ProgramValue[];

/**
 * One run, whole. `entropy` seeds Math.random and crypto inside the world; `program` is there where the scenario draws one;
 * `policy` chooses where the schedule does not say, which without one is the natural order's.
 */
export type Case = {
  v: typeof CASE_VERSION;
  scenario: string;
  variant: string;
  entropy: number;
  program?: Program;
  faults: Fault[];
  actions: Injection[];
  schedule: Deviation[];
  policy?: Policy;
};

/** Version of the case format; a file with a larger one comes from a newer closecall. */
export const CASE_VERSION = 1;

/** The natural run of a variant, or of one of its programs: no fault, no action, no deviation. */
export function naturalCase(scenario: string, variant: string, program?: Program): Case {
  const what = { v: CASE_VERSION, scenario, variant, entropy: 1 } as const;
  return { ...what, ...(program && { program }), faults: [], actions: [], schedule: [] };
}

/** Number of faults, actions and deviations together, and one for a policy: the size that shrinking makes small. */
export function countElements({ faults, actions, schedule, policy }: Case): number {
  return faults.length + actions.length + schedule.length + (policy === undefined ? 0 : 1);
}

/** The case on one line, for people: `scenario/variant fault[…] do[…] hold[…]`. */
export function formatCase(kase: Case): string {
  const parts = [`${kase.scenario}/${kase.variant}`];
  if (kase.program !== undefined) parts.push(`program[${formatProgram(kase.program)}]`);
  if (kase.faults.length > 0) parts.push(`fault[${kase.faults.map(formatFault).join('; ')}]`);
  if (kase.actions.length > 0) parts.push(`do[${kase.actions.map(formatInjection).join('; ')}]`);
  if (kase.schedule.length > 0) parts.push(`hold[${kase.schedule.map(formatDeviation).join('; ')}]`);
  if (kase.policy !== undefined) parts.push(`choose[${formatPolicy(kase.policy)}]`);
  if (parts.length === 1) parts.push('natural');
  return parts.join(' ');
}

/** A program on one line: `calls: {a: {read: late}}`. */
export function formatProgram(program: Program): string {
  const format = (value: ProgramValue): string => {
    if (typeof value === 'string') return value;
    if (typeof value !== 'object') return String(value);
    if (Array.isArray(value)) return `[${value.map(format).join(', ')}]`;
    const entries = Object.entries(value as Program);
    return `{${entries.map(([key, inner]) => (inner === true ? key : `${key}: ${format(inner)}`)).join(', ')}}`;
  };
  return format(program).slice(1, -1);
}

/** One deviation as words: `c0<#1 for 2`. */
export function formatDeviation({ hold, for: count }: Deviation): string {
  return `${hold} for ${count}`;
}

/** One fault as words: `reset btw#0 at item:1`. */
export function formatFault(fault: Fault): string {
  const { kind, on, ...rest } = fault;
  const details = Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`);
  return [kind, on, ...details].join(' ');
}

/** One injected action as words: `cancel reader @ c0<#1 +2 turns`. */
export function formatInjection(injection: Injection): string {
  const when =
    injection.turns !== undefined
      ? ` +${injection.turns} turns`
      : injection.afterMs !== undefined
        ? ` +${injection.afterMs} ms`
        : '';
  return `${injection.do} @ ${injection.at}${when}`;
}
