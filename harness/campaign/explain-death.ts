// A case that takes its process down → what can be said of why: what of it is needed, and what it does on other variants,
// each case in a process of its own. A process that died has no trace, so nothing is known of its steps.
import { listParts } from '../explain/list-parts.ts';
import { tellDifferential } from '../explain/tell-differential.ts';
import type { Case } from '../model/case.ts';
import type { RunOutcome, VariantOutcome } from '../model/differential.ts';
import type { Condition, Explanation } from '../model/explanation.ts';
import type { Finding } from '../model/finding.ts';
import { EXPLAIN_DEATH_RUNS } from '../model/limits.ts';
import type { Repro } from '../model/repro.ts';
import type { CasePlace } from './case-place.ts';
import { findingOfEnd, fingerprintOfEnd, replayDeath } from './examine-death.ts';
import { askWorker } from './worker-process.ts';

/** Explains it as far as that goes; empty when the process lives. */
export async function explainDeath(
  place: CasePlace,
  { case: kase, fingerprint }: Repro,
  variants: readonly string[],
): Promise<{ finding?: Finding; explanation?: Explanation }> {
  let runs = 0;
  const run = async (candidate: Case): Promise<{ outcome: RunOutcome; finding?: Finding }> => {
    runs++;
    const end = await replayDeath({ ...place, variant: candidate.variant }, candidate);
    if (end === undefined) return { outcome: await judgeAlive(place, candidate) };
    return { outcome: fingerprintOfEnd(end) === fingerprint ? 'same' : 'died', finding: findingOfEnd(end) };
  };
  const { outcome, finding } = await run(kase);
  if (outcome !== 'same' || finding === undefined) return {};
  const others: VariantOutcome[] = [{ variant: kase.variant, outcome: 'same' }];
  for (const variant of variants.filter((name) => name !== kase.variant)) {
    const other = await run({ ...kase, variant });
    const { oracle, code } = other.finding ?? {};
    const shown = oracle === undefined ? {} : { finding: `${oracle} ${code}` };
    others.push({ variant, outcome: other.outcome, ...shown });
  }
  const all = listParts(kase);
  const conditions: Condition[] = [];
  for (const { part, words, without } of all.slice(0, Math.max(0, EXPLAIN_DEATH_RUNS - runs)))
    conditions.push({ part, words, without: (await run(without)).outcome });
  const unsaid = { unsaid: 'the process died, and a process that died has no trace to tell of its steps' };
  const explanation: Explanation = {
    violation: 0,
    nearest: unsaid,
    noReturn: unsaid,
    cone: unsaid,
    conditions:
      conditions.length === all.length
        ? conditions
        : { unsaid: `it has ${all.length} parts, and each takes a process to leave out` },
    differential: tellDifferential(others),
    runs,
  };
  return { finding, explanation };
}

/** What a case comes to that its process lives through. */
async function judgeAlive(
  { file, draw, packages = [] }: CasePlace,
  kase: Case,
): Promise<'pass' | 'other' | 'no verdict'> {
  const { variant } = kase;
  const { runs } = await askWorker({ kind: 'hash', file, variant, draw, picks: [kase] }, 'hashed', {
    packages,
  });
  const verdict = runs[0]?.verdict;
  return verdict === 'pass' ? verdict : verdict === 'fail' ? 'other' : 'no verdict';
}
