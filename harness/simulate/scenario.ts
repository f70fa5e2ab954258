// What a scenario's author writes (who acts and what may happen, never when) → a scenario with every default filled in,
// or an error that says what is wrong with it. Nothing is called here.
import type { Arbitrary } from 'fast-check';
import type { Case, Program } from '../model/case.ts';
import { COMMON_FAULTS, FAULT_KINDS, type Fault } from '../model/fault.ts';
import type { OracleName } from '../model/finding.ts';
import type { ResourceKind, Trace } from '../model/trace.ts';
import { toRoutes, type GatewayScript } from '../gateway/ready-answers.ts';
import type { Route } from '../gateway/script.ts';
import { checkPrograms, checkScenario } from './check-scenario.ts';
import { noteSite } from './definition-site.ts';
import type { ServerIdentity } from './tls/server-identity.ts';

/**
 * What a variant is expected to show: an oracle and a code, and the number of cases from which missing it is a failure.
 * Without `fromCases` it may show, and is never missed.
 */
export type Expectation = { oracle: OracleName; code: string; fromCases?: number };

/** One variant: what the subject is built with, and what exploration must find in it (by default nothing). */
export type Variant<P> = {
  params?: P;
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

/** What an actor is given; a function, so that it may be taken apart: `({ url, signal, deliver }) => …`. */
export type ActorContext<S = undefined> = {
  /** What `subject` made. */
  subject: S;
  /** The actor's own name. */
  actor: string;
  /**
   * The gateway's address for this actor, without a slash at its end: `http://gateway.test:8080/reader`. A request to
   * anywhere below it is known to be this actor's; all actors share one host, and so one connection pool.
   */
  url: string;
  /** The gateway's address alone: `http://gateway.test:8080`. */
  origin: string;
  /** Aborts when the explorer cancels the actor: hand it to the client. */
  signal: AbortSignal;
  /**
   * Tells the oracles what the application received, piece by piece and in order: text, bytes (UTF-8), or anything else, which
   * is taken as JSON. An actor that delivers nothing, and returns no string, is not held against what was sent.
   */
  deliver: (data: unknown) => void;
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
 * Something that may happen at any moment. `cancels` names the actors whose calls nobody may complain of afterwards (asked
 * just before it happens, where it depends on how far they are);
 * `prompt: false` for those that only take effect later (a flag that a loop looks at).
 */
export type Action<S> = {
  cancels?: string[] | ((context: { subject: S }) => string[]);
  prompt?: boolean;
  /** Whether it can happen at this moment; an action that cannot does nothing and cancels nobody. By default it can. */
  applies?(context: { subject: S }): boolean;
  run(context: { subject: S }): void;
};

/**
 * What a scenario's author writes. Only `name` and `actors` are needed. Type parameters: the subject, and the parameters of
 * the variants; both are inferred.
 */
export type ScenarioDefinition<S = undefined, P = undefined> = {
  /** Lower-case letters, digits, "-" and "/"; unique in a project. */
  name: string;
  /** One sentence for `closecall list`. Default: none. */
  description?: string;
  /** The ways in which the subject is built, each explored by itself. Default: one, `default`. */
  variants?: Record<string, Variant<P>>;
  /** What the gateway answers. Default: a small event stream, or JSON to who accepts JSON; see `GatewayScript`. */
  gateway?: GatewayScript;
  /**
   * What the gateway speaks TLS with, at `https://gateway.test:8443`: a certificate that every client of the process trusts
   * (`trusted`), one of another name (`wrong-name`: ERR_TLS_CERT_ALTNAME_INVALID), or one that nobody vouches for
   * (`untrusted`: DEPTH_ZERO_SELF_SIGNED_CERT). Default: plain HTTP at `http://gateway.test:8080`.
   */
  tls?: ServerIdentity | false;
  /** Makes what the actors share (a client, a pool), anew for every run. Default: nothing. */
  subject?: (context: SubjectContext<P>) => S | Promise<S>;
  /** What happens at the same time: each is an async function that makes a call, and takes what `ActorContext` offers. */
  actors: Record<string, Actor<S>>;
  /** What else may happen at any moment. Besides, `cancel ACTOR` aborts the signal of every actor. */
  actions?: Record<string, Action<S>>;
  /** Whether actors are cancelled. Default: true. */
  cancellable?: boolean;
  /** Whether actors that wait for ever are cancelled before the subject is ended. Default: false. */
  cancelsAtEnd?: boolean;
  /**
   * Kinds of fault that are drawn, or `all` of them. Default: the nine that every client meets, from `delay` to
   * `slow-connect`; the others are what a server or a network can do besides (harness/gateway/README.md).
   */
  faults?: readonly Fault['kind'][] | 'all';
  /** Makes one more call when everything is over: collateral damage is often seen only then. Default: none. */
  probe?: Actor<S>;
  /** Ends the subject; must settle. Default: nothing to end. */
  dispose?: (subject: S) => unknown;
  /** Further promises: a message when the trace breaks one. Default: none. */
  invariants?: Record<string, (trace: Trace) => string | undefined>;
  /** Draws what the scenario does, besides what happens to it. Default: it always does the same. */
  programs?: ProgramSpace<S, P>;
};

/** What a program decides of what is around the client. */
type Around = 'gateway' | 'faults' | 'cancellable';

/** What a program decides of a scenario. */
type Decided = Around | 'subject' | 'actors' | 'actions' | 'probe' | 'dispose' | 'invariants';

/** The programs of a scenario: what is drawn, and what becomes of it. */
export type ProgramSpace<S = undefined, P = undefined> = {
  /** Draws one: plain JSON in which every key may be missing, and then means the plainest. */
  draw: Arbitrary<Program>;
  /** Makes the parts of the scenario that the program decides; of `{}`, the plainest of all. Called anew for every run
   * and for its judgement, so it keeps nothing: what a run remembers belongs into `subject`. */
  build: (program: Program) => Partial<Pick<ScenarioDefinition<S, P>, Decided>>;
  /**
   * Makes what is around the client: what it is answered, and what may go wrong. What is said here and not by `build` is left out
   * of a script that is ejected. Default: nothing.
   */
  serve?: (program: Program) => Partial<Pick<ScenarioDefinition<S, P>, Around>>;
  /**
   * Makes the program's invariants. Default: those that `build` gives, or else the scenario's. Best an object literal: of one, `eject`
   * takes the invariant that is broken into its script, of anything else the whole.
   */
  judge?: (program: Program) => NonNullable<ScenarioDefinition<S, P>['invariants']>;
  /** Cases of each program, the first of them its natural run. Default: 4. */
  casesEach?: number;
  /** Steps that a case may take before it ends without a verdict. Default: 20,000, as where no programs are drawn. */
  stepLimit?: number;
};

/** Cases of each program where the scenario does not say. */
const CASES_OF_A_PROGRAM = 4;

/** A scenario with every default filled in. */
export type Scenario = Omit<ScenarioDefinition<unknown, unknown>, 'gateway'> & {
  description: string;
  variants: Record<string, Variant<unknown>>;
  gateway: Route[];
  subject: (context: SubjectContext<unknown>) => unknown;
};

/**
 * Declares a scenario; the default export of a module that `closecall run` finds.
 *
 * @example
 * export default defineScenario({
 *   name: 'my-client',
 *   actors: { reader: ({ url, signal, deliver }) => streamAnswer(`${url}/events`, { signal, onText: deliver }) },
 * });
 *
 * @throws {TypeError} with code `ERR_SCENARIO_SHAPE` for what is no scenario: an unknown key (the nearest is named), a wrong
 *   type, no actors, two routes of one name.
 */
export function defineScenario<S = undefined, P = undefined>(
  definition: Authored<ScenarioDefinition<S, P>>,
): Scenario {
  checkPrograms(definition);
  const whole = { ...definition, ...(definition.programs && decide(definition.programs, {})) };
  checkScenario(whole);
  const { description = '', gateway } = whole;
  const scenario = {
    variants: { default: {} },
    subject: () => undefined,
    ...whole,
    description,
    gateway: toRoutes(gateway),
  };
  noteSite(scenario, defineScenario);
  return scenario as unknown as Scenario;
}

/** A scenario with programs has its actors from them. */
type Authored<D extends { actors: unknown; programs?: unknown }> =
  | D
  | (Omit<D, 'actors' | 'programs'> & { actors?: D['actors']; programs: NonNullable<D['programs']> });

/** All that the program decides. */
function decide<S, P>(
  { build, serve, judge }: ProgramSpace<S, P>,
  program: Program,
): ReturnType<ProgramSpace<S, P>['build']> {
  const invariants = judge?.(program);
  return { ...build(program), ...serve?.(program), ...(invariants && { invariants }) };
}

/** The scenario as the program of the case makes it; the scenario itself where there is none. */
export function composeScenario(scenario: Scenario, { program }: Pick<Case, 'program'>): Scenario {
  if (program === undefined || scenario.programs === undefined) return scenario;
  const { gateway, ...built } = decide(scenario.programs, program);
  return {
    ...scenario,
    ...built,
    ...(gateway === undefined ? {} : { gateway: toRoutes(gateway) }),
  };
}

/** Cases drawn of each program; undefined where the scenario has none. */
export function casesOfProgram({ programs }: Scenario): number | undefined {
  return programs && (programs.casesEach ?? CASES_OF_A_PROGRAM);
}

/** Names of everything that may be injected into a scenario, in a fixed order. */
export function listActions(scenario: Scenario): string[] {
  const cancels =
    scenario.cancellable === false ? [] : Object.keys(scenario.actors).map((name) => `cancel ${name}`);
  return [...cancels, ...Object.keys(scenario.actions ?? {})];
}

/** Kinds of fault that are drawn for a scenario. */
export function faultKindsOf({ faults = COMMON_FAULTS }: Scenario): readonly Fault['kind'][] {
  return faults === 'all' ? FAULT_KINDS : faults;
}

/** What the gateway of a variant speaks TLS with; undefined for plain HTTP. */
export function identityOf(scenario: Scenario, variant: string): ServerIdentity | undefined {
  return (scenario.variants[variant]?.tls ?? scenario.tls) || undefined;
}
