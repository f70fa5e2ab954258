// The package's entry: what a scenario's author needs, and nothing else.
export { defineScenario } from './simulate/scenario.ts';
export { defineConfig } from './model/config.ts';
export type { ClosecallConfig } from './model/config.ts';
export { COMMON_FAULTS } from './model/fault.ts';
export type {
  Action,
  Actor,
  ActorContext,
  Expectation,
  ProgramSpace,
  Scenario,
  ScenarioDefinition,
  SessionLog,
  SubjectContext,
  Variant,
} from './simulate/scenario.ts';
export { jsonAnswer, sseAnswer, textAnswer } from './gateway/ready-answers.ts';
export type { AnswerFunction, GatewayScript, ReadyAnswer } from './gateway/ready-answers.ts';
export { gzipped, last, plain, sse, wait } from './gateway/script.ts';
export type { Answer, AnswerContext, BodyItem, GatewayRequest, Route, TextItem } from './gateway/script.ts';
export type { Program } from './model/case.ts';
export type { Trace, TraceEvent } from './model/trace.ts';
