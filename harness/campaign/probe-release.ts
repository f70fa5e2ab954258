// One release of a package → whether it has a finding: installed into the cache, checked to load, and the case retried on
// it. What says nothing of the client (it does not install, or load, or the case did not happen) is inconclusive.
import type { Probe } from '../model/bisect-result.ts';
import { ClosecallError } from '../model/closecall-error.ts';
import { fingerprint, type Finding } from '../model/finding.ts';
import { formatPackageSpec, type PackageUnderTest } from '../model/package-spec.ts';
import type { Repro } from '../model/repro.ts';
import { DEAD_SUBJECT } from './examine-death.ts';
import { preparePackages, type PackageSource } from './package-cache.ts';
import { describePackages, isDeath } from './replay.ts';
import { retryCase, type CaseRetry } from './retry.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';

/** What all probes of one search have in common. `others` are packages under test that stay as they are. */
export type ProbePlace = {
  repro: Repro;
  scenarioFile: string;
  name: string;
  others: readonly PackageUnderTest[];
  source: PackageSource;
  neighbours: number;
  seed: number;
  subject: string;
};

/** Tries `version`. Rejects only for a bug of ours. */
export async function probeRelease(version: string, place: ProbePlace): Promise<Probe> {
  const { repro, name, others, source, ...rest } = place;
  const spec = { name, wanted: version };
  let outcome: CaseRetry;
  try {
    const [found] = await preparePackages([spec], source);
    outcome = await retryCase(repro, { ...rest, packages: [...others, found!] });
  } catch (error) {
    if (!(error instanceof ClosecallError)) throw error;
    const flag = `--with ${formatPackageSpec(spec)}: `;
    return unknown(version, error.message.replace(flag, '').replaceAll(rest.scenarioFile, 'the scenario'));
  }
  return { version, ...judgeRetry(outcome) };
}

/** The verdict of one retry. */
function judgeRetry(outcome: CaseRetry): Omit<Probe, 'version'> {
  const { reproducedBy, finding, neighbours, inconclusive, applied } = outcome;
  if (outcome.outcome === 'reproduced' && reproducedBy !== undefined)
    return {
      verdict: 'bad',
      neighbour: reproducedBy.neighbour,
      ...(finding === undefined ? {} : { fingerprint: fingerprintOf(finding) }),
    };
  if (finding !== undefined)
    return { verdict: 'inconclusive', why: `the process died in another way: ${finding.message}` };
  if (outcome.outcome === 'inconclusive')
    return {
      verdict: 'inconclusive',
      why: `${inconclusive} of ${neighbours + 1} runs had no verdict`,
    };
  if (applied === 0)
    return {
      verdict: 'inconclusive',
      why: 'what the case injects did not happen, nor in any neighbour of it',
    };
  return { verdict: 'good' };
}

/** A process that died is grouped by how, not by where it was. */
function fingerprintOf(finding: Finding): string {
  return fingerprint(finding.subject === DEAD_SUBJECT ? { ...finding, places: [] } : finding);
}

/** Of a reason with several lines the first says it; the others advise whoever wrote the scenario. */
function unknown(version: string, why: string): Probe {
  return { version, verdict: 'inconclusive', why: why.split('\n', 1)[0]! };
}

/** What the repro's finding is about, with the verdict of the version it was found on; undefined when it does not show there. */
export async function probeBase(
  version: string,
  place: Omit<ProbePlace, 'subject'>,
  packages: readonly PackageUnderTest[],
): Promise<{ subject: string; probe: Probe; notImported: readonly string[] } | undefined> {
  const { repro, scenarioFile, neighbours, seed } = place;
  const first = isDeath(repro) ? undefined : await replayBase(repro, scenarioFile, packages);
  if (first !== undefined) {
    const probe: Probe = { version, verdict: 'bad', neighbour: 0, fingerprint: fingerprintOf(first.finding) };
    return { subject: first.finding.subject, probe, notImported: first.notImported };
  }
  const outcome = await retryCase(repro, { scenarioFile, packages, neighbours, seed });
  if (outcome.outcome !== 'reproduced' || outcome.finding === undefined) return undefined;
  return {
    subject: outcome.finding.subject,
    probe: { version, ...judgeRetry(outcome) },
    notImported: outcome.notImported ?? [],
  };
}

/** The very finding of the repro, which others with its promise and code may stand beside. */
async function replayBase(
  repro: Repro,
  file: string,
  packages: readonly PackageUnderTest[],
): Promise<{ finding: Finding; notImported: readonly string[] } | undefined> {
  const job = { kind: 'replay', file, case: repro.case, fingerprint: repro.fingerprint } as const;
  try {
    const { finding, redirected } = await askWorker(job, 'replayed', { packages });
    if (finding === undefined) return undefined;
    return { finding, notImported: describePackages(packages, redirected).notImported ?? [] };
  } catch (error) {
    if (error instanceof WorkerDiedError) return undefined;
    throw error;
  }
}
