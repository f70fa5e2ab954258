// What subscribers of the event stream are told, and when: promises about a whole run.
import type { TraceEvent } from '../../harness/index.ts';
import { deliveryOf, isStream, moveOf, type Invariants } from './stream-trace.ts';

/** The name of the first message on each connection. */
const OPENING = 'message first';

/** What the client adds before it. */
const ANNOUNCEMENT = 'list_invalidated';

/** Everybody is told the same, nobody anything stale; what the client keeps to itself is kept, and what it adds is there. */
export const DELIVERY_RULES: Invariants = {
  'every subscriber is told the same': ({ events }) => {
    const told = listTold(events);
    const [one = [], two = []] = told.values();
    const at = one.findIndex((message, index) => message !== two[index]);
    if (at < 0 && one.length === two.length) return undefined;
    return `one subscriber was told ${one.length} messages and another ${two.length}, or others`;
  },
  'nothing is told after a stop': ({ events }) => {
    let stopped: TraceEvent | undefined;
    let isTornDown = false;
    for (const event of events) {
      const move = moveOf(event);
      isTornDown ||= move === 'tears down';
      if ((move === 'starts' || move === 'restarts') && !isTornDown) stopped = undefined;
      else if (move === 'stops' || move === 'tears down') stopped ??= event;
      const delivery = deliveryOf(event);
      // Told before, in the same step, and read by its subscriber a microtask later.
      if (delivery !== undefined && stopped !== undefined && event.step > stopped.step)
        return `"${delivery.message}" was told at ${event.ms} ms, after the stop at ${stopped.ms} ms`;
    }
    return undefined;
  },
  'a rotation is not told, and its token is used from then on': ({ events }) => {
    let token: string | undefined;
    /** Connections that are older than the latest rotation: what comes on them may have been written before it. */
    let older = new Set<number>();
    const connections = new Set<number>();
    for (const event of events) {
      if (event.kind === 'connection') connections.add(event.connection);
      if (deliveryOf(event)?.message.startsWith('token_rotated') === true) return 'a rotation was told';
      if (event.kind === 'note' && event.text.startsWith('rotated to ')) {
        token = event.text.slice(11);
        older = new Set(connections);
      }
      if (!isStream(event) || event.event.what !== 'request' || token === undefined) continue;
      if (older.has(event.connection)) continue;
      if (event.event.authorization !== `Bearer ${token}`)
        return `the stream was opened with "${event.event.authorization}" after a rotation to ${token}`;
    }
    return undefined;
  },
  'a stream that is opened again says so first': ({ events }) => {
    for (const messages of listTold(events).values())
      for (const [index, message] of messages.entries())
        if (message === OPENING && messages.indexOf(OPENING) < index && messages[index - 1] !== ANNOUNCEMENT)
          return `a connection began after "${messages[index - 1]}" without "${ANNOUNCEMENT}"`;
    return undefined;
  },
  'exhausted credits are told once': ({ events }) => {
    const told = new Set<string>();
    for (const event of events) {
      if (isStream(event) && event.event.what === 'head' && event.event.status === 200) told.clear();
      const delivery = deliveryOf(event);
      if (delivery?.message !== 'credits_exhausted') continue;
      if (told.has(delivery.subscriber))
        return 'credits_exhausted was told again before a connection succeeded';
      told.add(delivery.subscriber);
    }
    return undefined;
  },
};

function listTold(events: readonly TraceEvent[]): Map<string, string[]> {
  const told = new Map<string, string[]>();
  for (const event of events) {
    const delivery = deliveryOf(event);
    if (delivery === undefined) continue;
    const messages = told.get(delivery.subscriber) ?? [];
    messages.push(delivery.message);
    told.set(delivery.subscriber, messages);
  }
  return told;
}
