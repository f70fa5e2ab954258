// A failing case, run once more in detail → what reports show of it: the finding with its places and their source, the
// interleaving, and the timeline.
import type { Case } from '../model/case.ts';
import type { Interleaving } from '../model/campaign-result.ts';
import type { Finding } from '../model/finding.ts';
import type { Timeline } from '../model/timeline.ts';
import type { Trace } from '../model/trace.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { drawTimeline } from './draw-timeline.ts';
import { evaluateCase, findingsOf } from './evaluate-case.ts';
import { interleave } from './interleave.ts';
import { readExcerpt } from './read-excerpt.ts';

/** What a detailed run shows of a finding. */
export type ShownFinding = { finding: Finding; interleaving: Interleaving; timeline: Timeline };

/** Runs the case in detail. Where it does not show the finding again, the finding stays as it is. */
export async function showFinding(scenario: Scenario, kase: Case, finding: Finding): Promise<ShownFinding> {
  const { trace, verdict } = await evaluateCase(scenario, kase, 'origins');
  const isSame = (other: Finding): boolean =>
    other.oracle === finding.oracle && other.code === finding.code && other.subject === finding.subject;
  const shown = findingsOf(verdict).find(isSame) ?? finding;
  return showRun(trace, shown);
}

/** The same of a run in detail that has been made. */
export function showRun(trace: Trace, shown: Finding): ShownFinding {
  const places = shown.places.map((place) => {
    const excerpt = readExcerpt(place.frames);
    return excerpt === undefined ? place : { ...place, excerpt };
  });
  return {
    finding: { ...shown, places },
    interleaving: interleave(trace, shown.step),
    timeline: drawTimeline(trace, shown.step),
  };
}
