// crash: no uncaught exception or unhandled rejection reaches the process.
import type { Finding } from '../model/finding.ts';
import { modelError } from './model-error.ts';
import type { RunView } from './run-view.ts';

const WORDS = { exception: 'uncaught exception', rejection: 'unhandled rejection' } as const;

/** Errors that reached the process, but for those the model in `src/` raised: use-after-close tells of them. */
export function judgeCrash({ trace }: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const event of trace.events) {
    if (event.kind !== 'uncaught' || modelError(event.error) !== undefined) continue;
    const { error, origin } = event;
    findings.push({
      oracle: 'crash',
      code: error.code === '' ? error.name : error.code,
      evidence: 'native',
      message: `${origin === 'exit' ? '' : `${WORDS[origin]}: ${error.name}: `}${error.message}`,
      step: event.step,
      subject: origin,
      places: [{ label: origin === 'exit' ? 'ended' : 'thrown', frames: error.frames }],
    });
  }
  return findings;
}
