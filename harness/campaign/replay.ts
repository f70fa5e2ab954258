// A repro file → whether it still fails, exactly as it did. In a process of its own, so that "another process too" is
// what every replay shows.
import { readFileSync } from 'node:fs';
import { ClosecallError, suggestName } from '../model/closecall-error.ts';
import type { ReplayOutcome } from '../model/replay-outcome.ts';
import {
  formatPackage,
  NODE,
  parsePackageSpecs,
  type PackageSpec,
  type PackageUnderTest,
} from '../model/package-spec.ts';
import { drawOf, parseRepro, type Repro } from '../model/repro.ts';
import { firstDifference } from './first-difference.ts';
import type { ScenarioInfo } from './campaign-options.ts';
import { findingOfEnd, fingerprintOfEnd, replayDeath } from './examine-death.ts';
import { findScenarios } from './find-scenarios.ts';
import { preparePackages, type PackageSource } from './package-cache.ts';
import { readSourceState, type SourceState } from './source-state.ts';
import { askWorker, WorkerDiedError } from './worker-process.ts';
import type { WorkerMessage } from './worker-protocol.ts';

/** What to run a repro on: the packages that it was recorded with, and those in `with` instead of or besides them. */
export type ReplayPlace = {
  root: string;
  with?: readonly PackageSpec[];
  onInstall?: PackageSource['onInstall'];
  /** Told what it will run on, before anything runs. */
  onPrepared?: (packages: readonly PackageUnderTest[]) => void;
};

/** Replays `file` strictly. Throws a ClosecallError for a file or scenario that is not there or not right. */
export async function replayFile(file: string, place: ReplayPlace): Promise<ReplayOutcome> {
  const { repro, scenario, packages } = await openRepro(file, place);
  const tested = describePackages(packages);
  const reasons = listChanges(repro, readSourceState([scenario.file], packages));
  if (reasons.length > 0) return { file, repro, outcome: 'stale', reasons, traceHash: '', ...tested };
  if (isDeath(repro)) return { ...(await replayRecordedDeath(file, repro, scenario, packages)), ...tested };
  let answer: WorkerMessage & { kind: 'replayed' } & { redirected: string[] };
  try {
    answer = await askWorker(
      { kind: 'replay', file: scenario.file, case: repro.case, fingerprint: repro.fingerprint },
      'replayed',
      { packages },
    );
  } catch (error) {
    if (!(error instanceof WorkerDiedError)) throw error;
    // When it was recorded, the process lived.
    const why = [`the process did not survive the case: ${error.end.message}`];
    const ended = { finding: findingOfEnd(error.end), ...tested };
    return { file, repro, outcome: 'diverged', reasons: why, traceHash: '', ...ended };
  }
  const { traceHash, steps, finding, interleaving, timeline } = answer;
  const details = {
    ...describePackages(packages, answer.redirected),
    ...(finding === undefined ? {} : { finding }),
    ...(interleaving && { interleaving }),
    ...(timeline && { timeline }),
  };
  if (traceHash !== repro.traceHash) {
    const difference = firstDifference(repro.steps, steps);
    return { file, repro, outcome: 'diverged', reasons: [], difference, traceHash, ...details };
  }
  const outcome = finding === undefined ? 'not reproduced' : 'reproduced';
  return { file, repro, outcome, reasons: [], traceHash, ...details };
}

/** A repro of a process that died: there was no trace to keep. */
export function isDeath({ oracle, traceHash }: Repro): boolean {
  return oracle === 'crash' && traceHash === '';
}

/** Reproduced when the process dies again, in the same way. */
async function replayRecordedDeath(
  file: string,
  repro: Repro,
  scenario: ScenarioInfo,
  packages: readonly PackageUnderTest[],
): Promise<ReplayOutcome> {
  const { variant } = repro.case;
  const place = { file: scenario.file, scenario: scenario.name, variant, draw: drawOf(repro), packages };
  const end = await replayDeath(place, repro.case);
  const isSame = end !== undefined && fingerprintOfEnd(end) === repro.fingerprint;
  const reasons = end === undefined || isSame ? [] : [`the process died in another way: ${end.message}`];
  return {
    file,
    repro,
    reasons,
    traceHash: '',
    outcome: isSame ? 'reproduced' : 'not reproduced',
    ...(end === undefined ? {} : { finding: findingOfEnd(end) }),
  };
}

/** The packages as an outcome has them; `redirected` are the names that were asked for, where that is known. */
export function describePackages(
  packages: readonly PackageUnderTest[],
  redirected?: readonly string[],
): Pick<ReplayOutcome, 'with' | 'notImported'> {
  if (packages.length === 0) return {};
  const notImported = packages
    .filter(({ name }) => name !== NODE && redirected?.includes(name) === false)
    .map(formatPackage);
  return { with: packages.map(formatPackage), ...(notImported.length === 0 ? {} : { notImported }) };
}

/** Reads a repro; messages call it `told`. Throws a ClosecallError for a file that is not there or is none. */
export function readRepro(file: string, told = file): Repro {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code);
    throw new ClosecallError('ERR_REPRO_UNREADABLE', `${told}: cannot be read: ${why}.`);
  }
  return parseRepro(text, told);
}

/** Reads a repro, makes sure of its packages, and finds its scenario and variant. */
export async function openRepro(
  file: string,
  { root, with: others = [], onInstall = () => {}, onPrepared = () => {} }: ReplayPlace,
): Promise<{ repro: Repro; scenario: ScenarioInfo; packages: PackageUnderTest[] }> {
  const repro = readRepro(file);
  const recorded = parsePackageSpecs(repro.with ?? []).filter(
    ({ name }) => !others.some((other) => other.name === name),
  );
  const packages = await preparePackages([...recorded, ...others], { root, onInstall });
  onPrepared(packages);
  const scenarios = await findScenarios(root, {
    ...(repro.path === undefined ? {} : { files: [repro.path] }),
    packages,
    wanted: repro.case.scenario,
  });
  const scenario = scenarios.find(({ name }) => name === repro.case.scenario);
  if (scenario === undefined) {
    const near = suggestName(
      repro.case.scenario,
      scenarios.map(({ name }) => name),
    );
    const hint = near === undefined ? '' : ` Did it become "${near}"?`;
    throw new ClosecallError(
      'ERR_UNKNOWN_SCENARIO',
      `${file}: there is no scenario "${repro.case.scenario}".${hint}`,
    );
  }
  if (!scenario.variants.some(({ name }) => name === repro.case.variant))
    throw new ClosecallError(
      'ERR_UNKNOWN_VARIANT',
      `${file}: scenario "${scenario.name}" has no variant "${repro.case.variant}"; it has ${scenario.variants.map(({ name }) => name).join(', ')}.`,
    );
  return { repro, scenario, packages };
}

/** What a strict replay of `repro` depends on and is no longer as it was. */
export function listChanges(repro: Repro, { sourceHash, versions }: SourceState): string[] {
  const reasons: string[] = [];
  const compare = (what: string, old: string | undefined, current: string | undefined): void => {
    if (old !== current) reasons.push(`${what} was ${old ?? 'absent'}, is ${current ?? 'absent'}`);
  };
  compare('closecall', repro.versions.closecall, versions.closecall);
  const [then, now] = [repro.versions.node, versions.node].map(major);
  // The way back to the Node.js of the file is the same everywhere; that to other packages is not.
  if (then !== now) reasons.push(`Node.js was ${then}, is ${now}: --node ${then!.slice(1)} brings it back`);
  const names = new Set([...Object.keys(repro.versions.packages), ...Object.keys(versions.packages)]);
  for (const name of [...names].toSorted())
    compare(name, repro.versions.packages[name], versions.packages[name]);
  if (reasons.length === 0 && repro.sourceHash !== sourceHash)
    reasons.push('the source of the scenario or of the client has changed');
  return reasons;
}

function major(version: string): string {
  return version.split('.')[0]!;
}
