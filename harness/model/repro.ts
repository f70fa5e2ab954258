// A failing case as it is kept on disk (`*.repro.json`), and what makes a file one. Secrets are scrubbed by whoever writes.
import * as v from 'valibot';
import { CASE_VERSION, type Case } from './case.ts';
import { faultSchema } from './fault-schema.ts';
import { ORACLES } from './finding.ts';
import { readFormat } from './read-format.ts';
import { STRATEGIES, type CaseDraw, type StrategyName } from './strategy.ts';
import { versionsSchema } from './versions.ts';

/** Version of the file format. */
export const REPRO_VERSION = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ms = v.pipe(v.number(), v.minValue(0));
const elements = {
  faults: v.array(faultSchema),
  actions: v.array(
    v.strictObject({
      do: v.string(),
      at: v.string(),
      turns: v.exactOptional(count),
      afterMs: v.exactOptional(ms),
    }),
  ),
  schedule: v.array(v.strictObject({ hold: v.string(), for: count })),
};

const policySeed = v.pipe(v.number(), v.integer());
const policySchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('uniform'), seed: policySeed, from: v.exactOptional(count) }),
  v.strictObject({ kind: v.literal('pct'), seed: policySeed, changes: v.array(count) }),
  v.strictObject({ kind: v.literal('pos'), seed: policySeed }),
  v.strictObject({ kind: v.literal('weighted'), seed: policySeed, counts: v.record(v.string(), count) }),
  v.strictObject({ kind: v.literal('starve'), lanes: v.string(), from: count, steps: count }),
]);

const caseSchema = v.strictObject({
  v: v.literal(CASE_VERSION),
  scenario: v.string(),
  variant: v.string(),
  entropy: v.number(),
  program: v.exactOptional(v.record(v.string(), v.unknown())),
  ...elements,
  policy: v.exactOptional(policySchema),
});

const reproSchema = v.strictObject({
  format: v.literal('closecall-repro'),
  version: v.literal(REPRO_VERSION),
  case: caseSchema,
  seed: v.number(),
  /** How its case was drawn; by deviations where it is not there. */
  explore: v.exactOptional(v.picklist(Object.keys(STRATEGIES) as StrategyName[])),
  caseIndex: v.number(),
  oracle: v.picklist(ORACLES),
  code: v.string(),
  evidence: v.picklist(['native', 'model']),
  message: v.string(),
  fingerprint: v.string(),
  traceHash: v.string(),
  /** Hash of every event of the trace, in order, so that a divergence can name its first step. */
  steps: v.array(v.string()),
  sourceHash: v.string(),
  versions: versionsSchema,
  /** Packages that it ran on instead of the installed ones, as `name@version`. */
  with: v.exactOptional(v.array(v.string())),
  /** Path of the scenario's module from the folder the run was started in, when it was named by that. */
  path: v.exactOptional(v.string()),
  /** What `run --confirm` came to on real sockets, and where; no part of what a replay depends on. */
  confirmation: v.exactOptional(
    v.strictObject({
      confirmed: count,
      tries: count,
      notConfirmable: count,
      node: v.string(),
      platform: v.string(),
    }),
  ),
  /** The case on one line, for people. */
  summary: v.string(),
});

/** A saved failure: the case, what it broke, and everything a strict replay depends on. */
export type Repro = Omit<v.InferOutput<typeof reproSchema>, 'case'> & { case: Case };

/** What the case of a repro was drawn from. */
export function drawOf({ seed, explore = 'deviations' }: Repro): CaseDraw {
  return { seed, explore };
}

/** Reads a repro from the text of `file`. Throws a ClosecallError that names the file, what is wrong, and what to do. */
export function parseRepro(text: string, file: string): Repro {
  const again = 'Run the scenario again to make a new one.';
  return readFormat(text, file, {
    name: 'repro',
    version: REPRO_VERSION,
    schema: reproSchema,
    again,
  }) as Repro;
}
