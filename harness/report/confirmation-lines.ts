// What trying a finding's smallest case on real sockets came to → its lines in a report.
import { formatConfirmation, type Confirmation } from '../model/confirmation.ts';
import type { Finding } from '../model/finding.ts';
import { indentText, renderFindingDetails } from './finding-details.ts';
import type { Screen } from './screen.ts';

/** Indented lines, an empty one before them; nothing when no tries were made. Text must be printable already. */
export function renderConfirmation(confirmation: Confirmation | undefined, screen: Screen): string[] {
  if (confirmation === undefined) return [];
  return [
    '',
    ...indentText(`${formatConfirmation(confirmation)}${describeTraces(confirmation)}`, screen),
    ...confirmation.reasons.flatMap((reason) => indentText(`- ${reason}`, screen, 4)),
    ...listEndings(confirmation).flatMap((ending) => renderFindingDetails(ending, screen)),
  ];
}

/** What there is to say of how those processes ended: what held them, and who was still waiting as they exited. */
export function listEndings({ holders, unsettled }: Confirmation): Finding[] {
  return [...holders, ...unsettled];
}

/** How many of the runs on real sockets were those of the simulation, event for event; '' when none was. */
export function describeTraces({ sameTrace, tries }: Confirmation): string {
  if (sameTrace === 0) return '';
  return `; ${sameTrace === tries ? 'all' : sameTrace} had the very trace of the simulation`;
}
