// A recording → how far its run has to come for what its finding is about.
import type { Recording, RunPart } from '../model/recording.ts';

/** The part behind which nothing is needed, that itself left out; undefined where all of the run is. */
export function partOf({ finding, trace, actors }: Recording): RunPart | undefined {
  const uncaught = trace.events.findIndex(({ kind }) => kind === 'uncaught');
  if (uncaught >= 0) {
    const before = trace.events.slice(0, uncaught);
    const hasEnded = before.some((event) => event.kind === 'phase' && event.phase !== 'scenario');
    return hasEnded ? undefined : 'probe';
  }
  const isOf = (name: string): boolean => finding.subject === name || finding.subject.startsWith(`${name}.`);
  if (actors.some(isOf)) return 'probe';
  return isOf('probe') ? 'dispose' : undefined;
}
