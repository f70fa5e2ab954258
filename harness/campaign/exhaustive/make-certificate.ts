// A tree as far as it was walked, and what became of its variant → the certificate: what was covered, and every reason why it may not
// be all.
import { CERTIFICATE_VERSION, type Certificate } from '../../model/certificate.ts';
import { EXHAUSTIVE_PASSES_MAX, EXHAUSTIVE_TURNS_MAX } from '../../model/limits.ts';
import { formatPackage, type PackageUnderTest } from '../../model/package-spec.ts';
import { countOf } from '../../model/format-count.ts';
import type { SourceState } from '../source-state.ts';
import type { VariantOutcome } from '../variant-state.ts';
import type { Cut } from './exhaust-variant.ts';
import type { TreeState } from './tree-state.ts';

/** What it is about. */
export type Walked = {
  scenario: string;
  variant: string;
  bound: number;
  tree: TreeState;
  outcome: VariantOutcome;
  cut: Cut | undefined;
};

/** What belongs to the space, and what of it need not be run. */
const RULES = [
  'a case is the natural run with up to so many elements: an injected action, or an event held back; no faults, no delayed actions; of a scenario that draws programs, the plainest',
  `an event is held while 1 to ${EXHAUSTIVE_PASSES_MAX} others that are ready pass it, which is one element`,
  `an action acts inside a step, in its callback, in the first microtask, or in any turn before which something ran (${EXHAUSTIVE_TURNS_MAX} at most), or at its quiescent point`,
  'nothing is added behind an action that had nothing to do: the same is added without it',
];

/** Writes it. */
export function makeCertificate(
  { scenario, variant, bound, tree, outcome, cut }: Walked,
  { sourceHash, versions }: SourceState,
  packages: readonly PackageUnderTest[],
): Certificate {
  const gaps = listGaps({ tree, outcome, cut });
  return {
    format: 'closecall-certificate',
    version: CERTIFICATE_VERSION,
    scenario,
    variant,
    bound,
    actions: tree.actions,
    rules: RULES,
    runs: tree.runs,
    traces: tree.traces,
    estimate: tree.firstEstimate ?? null,
    findings: outcome.groups.map(({ found: { fingerprint, oracle, code, firstCase }, count }) => ({
      fingerprint,
      oracle,
      code,
      firstCase,
      runs: count,
    })),
    isComplete: gaps.length === 0,
    gaps,
    hash: tree.hashAll(),
    sourceHash,
    versions,
    ...(packages.length === 0 ? {} : { with: packages.map(formatPackage) }),
  };
}

function listGaps({ tree, outcome, cut }: Pick<Walked, 'tree' | 'outcome' | 'cut'>): string[] {
  const { tally, problems, divergences } = outcome;
  const units =
    tree.units === undefined ? 'before it began' : `in ${tree.units - tree.doneUnits} of ${tree.units} units`;
  return [
    ...(tree.isDone ? [] : [`${cut ?? 'it could not be run to its end'}, ${units}`]),
    ...(tree.losses.length === 0
      ? []
      : [`${countOf(tree.losses.length, 'run')} took the process down: what departs from there was not run`]),
    ...(tally.limited === 0 ? [] : [`${countOf(tally.limited, 'run')} ended at a limit, without a verdict`]),
    ...(tally.inconclusive === 0 ? [] : [`${countOf(tally.inconclusive, 'run')} ended without a verdict`]),
    ...(divergences.length === 0
      ? []
      : [`${countOf(divergences.length, 'run')} ran differently when run again`]),
    ...problems.filter(({ kind }) => kind !== 'leaky').map(({ what }) => what.split('\n', 1)[0]!),
    ...tree.gaps,
  ];
}
