// The scenario's client and its actors outside of any world: what a workload on real sockets, or a test, gives them. This module
// must never import a world, or nothing in the process would be real any more.
import type { ActorContext, SessionLog } from '../simulate/scenario.ts';
import scenario from '../../scenarios/btw/renders/scenario.ts';
import { VARIANT } from './exchange.ts';

const session = (): SessionLog => ({ sends() {}, ends() {} });

/** The client under test, against the gateway at `origin`. Nothing is recorded. */
export async function buildSubject(origin: string): Promise<unknown> {
  const { params } = scenario.variants[VARIANT]!;
  return scenario.subject({ variant: VARIANT, params, origin, ca: '', track() {}, note() {}, session });
}

/** Makes one of the calls of a case. */
export async function makeCall(name: string, subject: unknown, origin: string): Promise<unknown> {
  const actor = name === 'probe' ? scenario.probe! : scenario.actors[name]!;
  const context: ActorContext<unknown> = {
    subject,
    actor: name,
    origin,
    url: `${origin}/${name}`,
    signal: new AbortController().signal,
    deliver() {},
    note() {},
    act: (_what, _cancels, run) => run(),
    call: (_name, run) => run(),
  };
  return actor(context);
}
