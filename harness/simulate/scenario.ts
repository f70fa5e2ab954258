// What a scenario's author writes: who acts and what may happen, never when.
import type { Fault } from '../model/case.ts';
import type { OracleName } from '../model/finding.ts';
import type { ResourceKind, Trace } from '../model/trace.ts';
import type { Route } from '../gateway/script.ts';
import type { ServerIdentity } from './tls/server-identity.ts';

/**
 * What a variant is expected to show: an oracle and a code, and the number of cases from which missing it is a failure.
 * Without `fromCases` it may show, and is never missed.
 */
export type Expectation = { oracle: OracleName; code: string; fromCases?: number };

/** One variant: what the subject is built with, and what exploration must find in it (by default nothing). */
export type Variant<P> = {
  params: P;
  expect?: Expectation[];
  description?: string;
  /** As the scenario's, for this variant. */
  tls?: ServerIdentity | false;
};

/**
 * What `subject` is given. `origin` is the gateway's address, `ca` the certificate
 * (PEM) of who signed its own, for clients that do not ask the process's trust store; `track` puts a resource of the subject's into the table, `note`
 * a remark into the trace: what the subject was told that no actor waits for.
 */
export type SubjectContext<P> = {
  variant: string;
  params: P;
  origin: string;
  ca: string;
  track: (resource: ResourceKind, what: string, isOpen: () => boolean) => void;
  note: (text: string) => void;
  /** Makes a session known whose use and end the oracles are to see; for subjects that can tell. */
  session: () => SessionLog;
};

/** What a subject tells of one of its sessions. */
export type SessionLog = {
  /** It is about to send a request of `call` ('' when of nobody's). */
  sends: (call: string) => void;
  /** Its end was ordered. */
  ends: () => void;
};

/** What an actor is given. `signal` aborts when the explorer cancels the actor. */
export type ActorContext<S> = {
  subject: S;
  actor: string;
  signal: AbortSignal;
  /** Tells the oracles what the application received, in order. */
  deliver: (data: string | Uint8Array) => void;
  /** Puts a remark into the trace. */
  note: (text: string) => void;
  /** Does something that gives up the calls of other actors, and says so: nobody may complain of them afterwards. */
  act: (what: string, cancels: string[], run: () => void) => void;
  /** Runs a call of its own inside the actor, judged by itself. */
  call: <T>(name: string, run: () => Promise<T>) => Promise<T>;
};

/** A concurrent part of the scenario. It is one call unless it makes others with `call`. */
export type Actor<S> = (context: ActorContext<S>) => unknown;

/**
 * Something that may happen at any moment. `cancels` names the actors whose calls nobody may complain of afterwards;
 * `prompt: false` for those that only take effect later (a flag that a loop looks at).
 */
export type Action<S> = {
  cancels?: string[];
  prompt?: boolean;
  /** Whether it can happen at this moment; an action that cannot does nothing and cancels nobody. By default it can. */
  applies?(context: { subject: S }): boolean;
  run(context: { subject: S }): void;
};

/** A scenario. Type parameters: the subject, and the parameters of its variants. */
export type Scenario<S = unknown, P = unknown> = {
  name: string;
  description: string;
  variants: Record<string, Variant<P>>;
  gateway: Route[];
  /**
   * What the gateway speaks TLS with, at `https://gateway.test:8443`: a certificate that every client of the process trusts
   * (`trusted`), one of another name (`wrong-name`: ERR_TLS_CERT_ALTNAME_INVALID), or one that nobody vouches for
   * (`untrusted`: DEPTH_ZERO_SELF_SIGNED_CERT). Default: plain HTTP at `http://gateway.test:8080`.
   */
  tls?: ServerIdentity | false;
  subject(context: SubjectContext<P>): S | Promise<S>;
  actors: Record<string, Actor<S>>;
  /** Besides these, `cancel ACTOR` aborts the signal of every actor unless `cancellable` is false. */
  actions?: Record<string, Action<S>>;
  cancellable?: boolean;
  /** Kinds of fault that are drawn; all by default. */
  faults?: Fault['kind'][];
  /** Makes one more call on the same subject when everything is over: collateral damage is often seen only then. */
  probe?: Actor<S>;
  /** Ends the subject; must settle. */
  dispose?(subject: S): unknown;
  /** Further promises: a message when the trace breaks one. */
  invariants?: Record<string, (trace: Trace) => string | undefined>;
};

/** Declares a scenario; the default export of its module. Checks what types cannot. Throws TypeError. */
export function defineScenario<S, P>(scenario: Scenario<S, P>): Scenario {
  if (!/^[a-z0-9][a-z0-9/-]*$/.test(scenario.name))
    throw new TypeError(`scenario name "${scenario.name}": use lower-case letters, digits, "-" and "/"`);
  if (Object.keys(scenario.variants).length === 0)
    throw new TypeError(
      `scenario "${scenario.name}" has no variants; give it at least { default: { params: {} } }`,
    );
  if (Object.keys(scenario.actors).length === 0)
    throw new TypeError(`scenario "${scenario.name}" has no actors; nothing would ever happen`);
  const names = scenario.gateway.map((route) => route.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new TypeError(`scenario "${scenario.name}": two gateway routes are called "${twice}"`);
  return scenario as unknown as Scenario;
}

/** Names of everything that may be injected into a scenario, in a fixed order. */
export function listActions(scenario: Scenario): string[] {
  const cancels =
    scenario.cancellable === false ? [] : Object.keys(scenario.actors).map((name) => `cancel ${name}`);
  return [...cancels, ...Object.keys(scenario.actions ?? {})];
}

/** What the gateway of a variant speaks TLS with; undefined for plain HTTP. */
export function identityOf(scenario: Scenario, variant: string): ServerIdentity | undefined {
  return (scenario.variants[variant]?.tls ?? scenario.tls) || undefined;
}
