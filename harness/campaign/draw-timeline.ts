// The trace of a detailed run → its timeline: whom everything in it is of, what queued what, and how long things lived. Of a long
// run it keeps what leads to the violation.
import { cutLongText } from '../model/cut-long-text.ts';
import { CELL_EVENT_CHARS, TIMELINE_STEPS_AFTER, TIMELINE_STEPS_MAX } from '../model/limits.ts';
import type { LaneKind, MarkKind, Timeline, TimelineLane, TimelineStep } from '../model/timeline.ts';
import { splitEventId } from '../model/split-event-id.ts';
import type { Trace, TraceEvent } from '../model/trace.ts';
import { describeEvent } from './describe-event.ts';

/** Where lanes come in the picture: who asks first, then what it is asked through, and who answers. */
const LANE_ORDER: readonly LaneKind[] = ['actor', 'call', 'session', 'client', 'timer', 'socket', 'gateway'];

/** Draws it. `violation` is the step in which the finding shows. */
export function drawTimeline(trace: Trace, violation: number): Timeline {
  return shorten(new TimelineDrawing(trace).finish(violation));
}

class TimelineDrawing {
  readonly #trace: Trace;
  readonly #lanes: TimelineLane[] = [];
  readonly #laneByKey = new Map<string, number>();
  readonly #actors = new Set<string>();
  readonly #steps: TimelineStep[] = [];
  readonly #marks: Timeline['marks'] = [];
  readonly #spans: Timeline['spans'] = [];
  readonly #open = new Map<number, { lane: number; from: number; to?: number }>();
  readonly #sockets = new Set<number>();

  constructor(trace: Trace) {
    this.#trace = trace;
    for (const event of trace.events) if (event.kind === 'call') this.#actors.add(event.actor);
    for (const name of this.#actors) this.#lane('actor', name);
  }

  finish(violation: number): Timeline {
    for (const event of this.#trace.events) this.#add(event);
    const { open, pending } = this.#trace;
    const end = this.#steps.length;
    const isAt = (step: number): boolean => step === violation;
    for (const { resource, id, what } of open) {
      const kind = isAt(end) ? 'violation' : 'note';
      this.#marks.push({
        step: end,
        lane: this.#laneOfResource(resource, id),
        kind,
        text: `still open: ${what}`,
      });
    }
    for (const { call } of pending)
      this.#marks.push({ step: end, lane: this.#laneOfCall(call), kind: 'failed', text: 'never settled' });
    const order = this.#lanes
      .map((_, index) => index)
      .toSorted((left, right) => {
        const rank = (index: number): number => LANE_ORDER.indexOf(this.#lanes[index]!.kind);
        return rank(left) - rank(right) || left - right;
      });
    const place = new Map(order.map((from, to) => [from, to]));
    const moved = <T extends { lane: number }>(entry: T): T => ({ ...entry, lane: place.get(entry.lane)! });
    return {
      lanes: order.map((index) => this.#lanes[index]!),
      steps: this.#steps.map(moved),
      marks: this.#marks.map(moved),
      spans: this.#spans.map(moved),
      violation,
    };
  }

  #add(event: TraceEvent): void {
    const described = describeEvent(event);
    const text = described && cutLongText(described.text, CELL_EVENT_CHARS);
    if (event.kind === 'step') {
      const { step, ms, event: id, held, causedIn = 0, timers = 0 } = event;
      const lane = this.#laneOfStep(splitEventId(id).lane);
      this.#steps.push({
        step,
        ms,
        event: id,
        text: text!,
        lane,
        causedIn,
        ...(held && { held }),
        sockets: this.#sockets.size,
        timers,
      });
      return;
    }
    const { lane, kind } = this.#placeOf(event);
    this.#live(event, lane);
    const told = text ?? tellMore(event);
    if (told !== undefined) this.#marks.push({ step: event.step, lane, kind, text: told });
  }

  /** Begins and ends what lives on a lane. */
  #live(event: TraceEvent, lane: number): void {
    const begins =
      event.kind === 'call' ||
      (event.kind === 'connection' && event.state === 'connecting') ||
      (event.kind === 'session' && !this.#open.has(lane));
    const ends =
      event.kind === 'settled' ||
      (event.kind === 'connection' && (event.state === 'closed' || event.state === 'refused')) ||
      (event.kind === 'session' && event.what === 'ends');
    if (begins && !this.#open.has(lane)) {
      const span = { lane, from: event.step };
      this.#open.set(lane, span);
      this.#spans.push(span);
    }
    if (event.kind === 'connection')
      if (event.state === 'open') this.#sockets.add(event.connection);
      else this.#sockets.delete(event.connection);
    const span = this.#open.get(lane);
    if (!ends || span === undefined) return;
    span.to = event.step;
    this.#open.delete(lane);
  }

  #placeOf(event: TraceEvent): { lane: number; kind: MarkKind } {
    switch (event.kind) {
      case 'call':
        return { lane: this.#laneOfCall(event.call), kind: 'begun' };
      case 'action': {
        const [victim] = event.cancels;
        return {
          lane: victim === undefined ? this.#lane('client') : this.#laneOfCall(victim),
          kind: 'action',
        };
      }
      case 'delivered':
        return { lane: this.#laneOfCall(event.call), kind: 'delivered' };
      case 'settled':
        return { lane: this.#laneOfCall(event.call), kind: event.ok ? 'done' : 'failed' };
      case 'note':
        return {
          lane: this.#actors.has(event.actor) ? this.#lane('actor', event.actor) : this.#lane('client'),
          kind: 'note',
        };
      case 'fault':
        return { lane: this.#lane('gateway'), kind: 'fault' };
      case 'wire':
      case 'arrived':
        return { lane: this.#lane('gateway'), kind: 'wire' };
      case 'connection':
        return { lane: this.#lane('socket', `c${event.connection}`), kind: 'connection' };
      case 'session':
        return { lane: this.#lane('session', String(event.session)), kind: 'session' };
      case 'closing':
        return { lane: this.#lane('client'), kind: 'closing' };
      case 'violation':
        return { lane: this.#lane('client'), kind: 'violation' };
      case 'uncaught':
        return { lane: this.#lane('client'), kind: 'uncaught' };
      default:
        return { lane: this.#lane('client'), kind: 'phase' };
    }
  }

  #laneOfStep(name: string): number {
    if (name.startsWith('actor:')) return this.#lane('actor', name.slice('actor:'.length));
    if (name === 'timer') return this.#lane('timer');
    if (name.endsWith('>') || /^[gk]\d/.test(name)) return this.#lane('gateway');
    const connection = /^c\d+(?=[<:])/.exec(name)?.[0];
    return connection === undefined ? this.#lane('client') : this.#lane('socket', connection);
  }

  #laneOfCall(call: string): number {
    return this.#lane(this.#actors.has(call) ? 'actor' : 'call', call);
  }

  #laneOfResource(resource: string, id: string): number {
    if (resource === 'socket' && /^c\d+$/.test(id)) return this.#lane('socket', id);
    if (resource === 'timer') return this.#lane('timer');
    return resource === 'listener' && this.#actors.has(id) ? this.#lane('actor', id) : this.#lane('client');
  }

  #lane(kind: LaneKind, name = ''): number {
    const key = `${kind} ${name}`;
    let lane = this.#laneByKey.get(key);
    if (lane === undefined) {
      lane = this.#lanes.push({ kind, name }) - 1;
      this.#laneByKey.set(key, lane);
    }
    return lane;
  }
}

/** What the table leaves out, and lanes of their own have room for. */
function tellMore(event: TraceEvent): string | undefined {
  if (event.kind === 'call') return 'begins';
  if (event.kind === 'connection') return event.state;
  if (event.kind === 'session') return event.what === 'sends' ? `sends ${event.call}`.trimEnd() : 'ends';
  if (event.kind === 'closing') return event.what;
  if (event.kind === 'violation') return `${event.invariant}: ${event.message}`;
  return undefined;
}

function shorten(timeline: Timeline): Timeline {
  const { steps, violation } = timeline;
  if (steps.length <= TIMELINE_STEPS_MAX) return timeline;
  const end = Math.min(steps.length, Math.max(violation + TIMELINE_STEPS_AFTER, TIMELINE_STEPS_MAX));
  const first = end - TIMELINE_STEPS_MAX + 1;
  const isKept = ({ step }: { step: number }): boolean => step >= first && step <= end;
  return {
    ...timeline,
    steps: steps.filter(isKept),
    marks: timeline.marks.filter(isKept),
    spans: timeline.spans.filter(({ from, to }) => from <= end && (to === undefined || to >= first)),
    omitted: { before: first - 1, after: steps.length - end },
  };
}
