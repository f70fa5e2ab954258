// Trace → the interleaving table: a column per actor, one for the client's own machinery, one for the wire and the
// gateway; a row per step. Built once, from the shrunk run, and rendered by reports.
import type { Interleaving, InterleavingRow } from '../model/campaign-result.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { CELL_CHARS, CELL_EVENT_CHARS } from '../model/limits.ts';
import type { Trace, TraceEvent } from '../model/trace.ts';
import { CLIENT, describeEvent, GATEWAY } from './describe-event.ts';

/** Ends a cell that is full. */
const MORE = '; ...';

/** The table of a run. `violationStep` marks where its finding shows. */
export function interleave(trace: Trace, violationStep: number): Interleaving {
  const actors = new Set<string>();
  for (const event of trace.events) if (event.kind === 'call') actors.add(event.actor);
  const columns = [...[...actors].filter((name) => name !== 'global dispatcher'), CLIENT, GATEWAY];
  const rows = new Map<number, InterleavingRow>();
  for (const event of trace.events) {
    const told = describeEvent(event);
    if (told === undefined) continue;
    const { step, ms } = event;
    let row = rows.get(step);
    if (row === undefined) {
      row = { step, ms, cells: {}, isViolation: step === violationStep };
      rows.set(step, row);
    }
    const name = columns.includes(told.column) ? told.column : CLIENT;
    const text = cutLongText(told.text + tellHeld(event), CELL_EVENT_CHARS);
    row.cells[name] = addToCell(row.cells[name], text);
  }
  return { columns, rows: [...rows.values()] };
}

/** What a step was brought forward past. */
function tellHeld(event: TraceEvent): string {
  return event.kind === 'step' && event.held !== undefined ? ` (before ${event.held.join(', ')})` : '';
}

/** What happened in one step, in a row; a client that remarks without end does not fill a report. */
function addToCell(cell: string | undefined, part: string): string {
  if (cell === undefined) return part;
  if (cell.endsWith(MORE)) return cell;
  return cell.length > CELL_CHARS ? cell + MORE : `${cell}; ${part}`;
}
