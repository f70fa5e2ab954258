// The package's entry: what a scenario's author needs, and nothing else.
export { defineScenario } from './simulate/scenario.ts';
export type {
  Action,
  Actor,
  ActorContext,
  Expectation,
  Scenario,
  SessionLog,
  SubjectContext,
  Variant,
} from './simulate/scenario.ts';
export { gzipped, plain, sse, wait } from './gateway/script.ts';
export type { Answer, BodyItem, GatewayRequest, Route } from './gateway/script.ts';
export type { Trace, TraceEvent } from './model/trace.ts';
