// An entry of a trace → its words, and whom they are of: an actor, the client's own machinery, or the gateway. The
// interleaving table and the timeline say the same of it.
import { splitEventId } from '../model/split-event-id.ts';
import type { TraceEvent } from '../model/trace.ts';

/** Columns besides those of actors. */
export const CLIENT = 'client';
export const GATEWAY = 'gateway';

/** The words of an entry and their column, of any length; undefined for what is not shown. */
export function describeEvent(event: TraceEvent): { column: string; text: string } | undefined {
  switch (event.kind) {
    case 'step':
      return describeStep(event);
    case 'phase':
      return event.phase === 'scenario' ? undefined : { column: CLIENT, text: `-- ${event.phase} --` };
    case 'action': {
      const turns = event.turns === undefined ? '' : ` (+${event.turns} turns)`;
      return { column: event.cancels[0] ?? CLIENT, text: `! ${event.do}${turns}` };
    }
    case 'delivered':
      return { column: event.call, text: `got ${JSON.stringify(event.text.slice(0, 40))}` };
    case 'settled': {
      const text = event.ok ? 'done' : `failed: ${event.error?.code || event.error?.name}`;
      return { column: actorOf(event.call), text };
    }
    case 'note':
      return { column: event.actor, text: event.text };
    case 'fault':
      return { column: GATEWAY, text: `fault: ${event.fault} ${event.target}` };
    case 'uncaught':
      return { column: CLIENT, text: `UNCAUGHT ${event.error.code || event.error.name}` };
    case 'wire':
      return { column: GATEWAY, text: describeWire(event) };
    case 'connection':
      return event.state === 'open'
        ? undefined
        : { column: CLIENT, text: `c${event.connection} ${event.state}` };
    default:
      return undefined;
  }
}

function describeStep(event: TraceEvent & { kind: 'step' }): { column: string; text: string } {
  const { lane } = splitEventId(event.event);
  if (lane.startsWith('actor:')) return { column: lane.slice('actor:'.length), text: 'starts' };
  if (lane.endsWith('>')) return { column: GATEWAY, text: `${lane} gets ${event.what}` };
  if (/^[gk]\d/.test(lane)) return { column: GATEWAY, text: event.what };
  if (lane.endsWith('<')) return { column: CLIENT, text: `${lane} gets ${event.what}` };
  const isNamed = (lane === 'timer' || lane === 'immediate') && event.what !== lane;
  return { column: CLIENT, text: `${isNamed ? `${lane} ` : ''}${event.what}` };
}

function describeWire({ event, route }: TraceEvent & { kind: 'wire' }): string {
  switch (event.what) {
    case 'request':
      return `${event.method} ${route}`;
    case 'head':
      return `sends ${event.status}`;
    case 'item-begun':
      return 'sends a part';
    case 'item':
      return `sends ${JSON.stringify((event.text || (event.wire ?? '')).slice(0, 24))}`;
    case 'said-all':
      return 'has said all';
    case 'complete':
      return 'answer complete';
    case 'cut':
      return `answer cut: ${event.how}`;
    case 'dubious':
      return 'what follows may be refused';
    case 'unsolicited':
      return 'sends an answer unasked';
    default:
      return `client left (${event.how})`;
  }
}

function actorOf(call: string): string {
  return call.split('.')[0]!;
}
