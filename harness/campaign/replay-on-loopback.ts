// A repro file → how often it fails on real sockets. Lenient where strict replay is not: after a change of versions or
// source any finding with the promise and the code of the repro counts.
import type { LoopbackOutcome } from '../model/replay-outcome.ts';
import { confirmCase } from './confirm.ts';
import { describePackages, listChanges, openRepro, type ReplayPlace } from './replay.ts';
import { readSourceState } from './source-state.ts';

/** Tries `file` on 127.0.0.1. Throws a ClosecallError for a file or scenario that is not there or not right. */
export async function replayOnLoopback(
  file: string,
  { tries, ...place }: ReplayPlace & { tries: number },
): Promise<LoopbackOutcome> {
  const { repro, scenario, packages } = await openRepro(file, place);
  const { fingerprint, oracle, code } = repro;
  const changes = listChanges(repro, readSourceState([scenario.file], packages));
  const confirmation = await confirmCase(
    { file: scenario.file, case: repro.case, fingerprint, oracle, code },
    tries,
    { packages },
  );
  const { confirmed, notConfirmable } = confirmation;
  const missed = notConfirmable === tries ? 'not confirmable' : 'not confirmed';
  return {
    file,
    repro,
    outcome: confirmed > 0 ? 'confirmed' : missed,
    changes,
    ...confirmation,
    ...describePackages(packages),
  };
}
