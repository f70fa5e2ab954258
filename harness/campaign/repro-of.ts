// A finding as a worker reported it → the repro that is saved: the shrunk case and all that a strict replay needs.
import { formatCase } from '../model/case.ts';
import { formatPackage, type PackageUnderTest } from '../model/package-spec.ts';
import { REPRO_VERSION, type Repro } from '../model/repro.ts';
import type { CaseDraw } from '../model/strategy.ts';
import type { SourceState } from './source-state.ts';
import type { FoundGroup } from './worker-protocol.ts';

/** Builds the repro of `found`, which was found on `packages`; `path` leads to a scenario that was named by its path. */
export function reproOf(
  found: FoundGroup,
  { seed, explore }: CaseDraw,
  state: SourceState,
  { packages = [], path }: { packages?: readonly PackageUnderTest[]; path?: string | undefined } = {},
): Repro {
  return {
    format: 'closecall-repro',
    version: REPRO_VERSION,
    summary: formatCase(found.shrunk),
    ...(path === undefined ? {} : { path }),
    case: found.shrunk,
    oracle: found.oracle,
    code: found.code,
    evidence: found.evidence,
    message: found.message,
    fingerprint: found.fingerprint,
    seed,
    explore,
    caseIndex: found.firstCase,
    traceHash: found.traceHash,
    sourceHash: state.sourceHash,
    versions: state.versions,
    ...(packages.length === 0 ? {} : { with: packages.map(formatPackage) }),
    steps: found.traceSteps,
  };
}
