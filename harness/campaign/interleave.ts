// Trace → the interleaving table: a column per actor, one for the client's own machinery, one for the wire and the
// gateway; a row per step. Built once, from the shrunk run, and rendered by reports.
import type { Interleaving, InterleavingRow } from '../model/campaign-result.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { CELL_CHARS, CELL_EVENT_CHARS } from '../model/limits.ts';
import type { Trace, TraceEvent } from '../model/trace.ts';

const CLIENT = 'client';
const GATEWAY = 'gateway';

/** Ends a cell that is full. */
const MORE = '; ...';

/** The table of a run. `violationStep` marks where its finding shows. */
export function interleave(trace: Trace, violationStep: number): Interleaving {
  const actors = new Set<string>();
  for (const event of trace.events) if (event.kind === 'call') actors.add(event.actor);
  const columns = [...[...actors].filter((name) => name !== 'global dispatcher'), CLIENT, GATEWAY];
  const rows = new Map<number, InterleavingRow>();
  const write = (event: TraceEvent, column: string, text: string): void => {
    let row = rows.get(event.step);
    if (row === undefined) {
      row = { step: event.step, ms: event.ms, cells: {}, isViolation: event.step === violationStep };
      rows.set(event.step, row);
    }
    const name = columns.includes(column) ? column : CLIENT;
    const cell = row.cells[name];
    const part = cutLongText(text, CELL_EVENT_CHARS);
    if (cell === undefined) row.cells[name] = part;
    else if (!cell.endsWith(MORE))
      row.cells[name] = cell.length > CELL_CHARS ? cell + MORE : `${cell}; ${part}`;
  };
  for (const event of trace.events) for (const [column, text] of describe(event)) write(event, column, text);
  return { columns, rows: [...rows.values()] };
}

function describe(event: TraceEvent): [column: string, text: string][] {
  switch (event.kind) {
    case 'step':
      return [describeStep(event)];
    case 'phase':
      return event.phase === 'scenario' ? [] : [[CLIENT, `-- ${event.phase} --`]];
    case 'action':
      return [
        [
          event.cancels[0] ?? CLIENT,
          `! ${event.do}${event.turns === undefined ? '' : ` (+${event.turns} turns)`}`,
        ],
      ];
    case 'delivered':
      return [[event.call, `got ${JSON.stringify(event.text.slice(0, 40))}`]];
    case 'settled':
      return [[actorOf(event.call), event.ok ? 'done' : `failed: ${event.error?.code || event.error?.name}`]];
    case 'note':
      return [[event.actor, event.text]];
    case 'fault':
      return [[GATEWAY, `fault: ${event.fault} ${event.target}`]];
    case 'uncaught':
      return [[CLIENT, `UNCAUGHT ${event.error.code || event.error.name}`]];
    case 'wire':
      return describeWire(event);
    case 'connection':
      return event.state === 'open' ? [] : [[CLIENT, `c${event.connection} ${event.state}`]];
    default:
      return [];
  }
}

function describeStep(event: TraceEvent & { kind: 'step' }): [string, string] {
  const lane = event.event.slice(0, event.event.lastIndexOf('#'));
  const held = event.held === undefined ? '' : ` (before ${event.held.join(', ')})`;
  if (lane.startsWith('actor:')) return [lane.slice('actor:'.length), `starts${held}`];
  if (lane.endsWith('>')) return [GATEWAY, `${lane} gets ${event.what}${held}`];
  if (/^[gk]\d/.test(lane)) return [GATEWAY, `${event.what}${held}`];
  if (lane.endsWith('<')) return [CLIENT, `${lane} gets ${event.what}${held}`];
  const isNamed = (lane === 'timer' || lane === 'immediate') && event.what !== lane;
  return [CLIENT, `${isNamed ? `${lane} ` : ''}${event.what}${held}`];
}

function describeWire({ event, route }: TraceEvent & { kind: 'wire' }): [string, string][] {
  switch (event.what) {
    case 'request':
      return [[GATEWAY, `${event.method} ${route}`]];
    case 'head':
      return [[GATEWAY, `sends ${event.status}`]];
    case 'item-begun':
      return [[GATEWAY, 'sends a part']];
    case 'item':
      return [[GATEWAY, `sends ${JSON.stringify((event.text || (event.wire ?? '')).slice(0, 24))}`]];
    case 'said-all':
      return [[GATEWAY, 'has said all']];
    case 'complete':
      return [[GATEWAY, 'answer complete']];
    case 'cut':
      return [[GATEWAY, `answer cut: ${event.how}`]];
    case 'dubious':
      return [[GATEWAY, 'what follows may be refused']];
    case 'unsolicited':
      return [[GATEWAY, 'sends an answer unasked']];
    default:
      return [[GATEWAY, `client left (${event.how})`]];
  }
}

function actorOf(call: string): string {
  return call.split('.')[0]!;
}
