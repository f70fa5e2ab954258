// Cancellations → where in a call's life they landed, so that a clean report can say what it was tried against.
import type { CancelPhase } from '../model/campaign-result.ts';
import type { Trace } from '../model/trace.ts';

type Progress = {
  settled: boolean;
  requested: boolean;
  arrivedTexts: string;
  delivered: string;
  head: boolean;
};

/** The phase of every cancellation of the run, in order; one per call that was hit. */
export function listCancelPhases(trace: Trace): CancelPhase[] {
  const phases: CancelPhase[] = [];
  const byActor = new Map<string, Progress>();
  const of = (actor: string): Progress => {
    let progress = byActor.get(actor);
    if (progress === undefined) {
      progress = {
        settled: false,
        requested: false,
        arrivedTexts: '',

        delivered: '',
        head: false,
      };
      byActor.set(actor, progress);
    }
    return progress;
  };
  for (const event of trace.events) {
    if (event.kind === 'settled') of(event.call).settled = true;
    else if (event.kind === 'delivered') of(event.call).delivered += event.text;
    else if (event.kind === 'arrived') {
      const progress = of(event.call);
      progress.head = true;
      progress.arrivedTexts += event.texts.join('');
    } else if (event.kind === 'wire') {
      if (event.event.what === 'request') of(event.call).requested = true;
    } else if (event.kind === 'action') for (const actor of event.cancels) phases.push(phaseOf(of(actor)));
  }
  return phases;
}

function phaseOf(progress: Progress): CancelPhase {
  if (progress.settled) return 'after the end';
  if (!progress.requested) return 'connect';
  if (!progress.head) return 'head';
  return progress.arrivedTexts.length > progress.delivered.length ? 'hop' : 'body';
}
