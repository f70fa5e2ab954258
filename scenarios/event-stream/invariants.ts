// The rules of the one long-lived stream, as promises about a whole run.
import { STREAMING_PATH_RULES } from '../streaming-path-rules.ts';
import { DELIVERY_RULES } from './delivery-invariants.ts';
import { RECONNECT_RULES } from './reconnect-invariants.ts';
import { isStream, moveOf, type Invariants } from './stream-trace.ts';

/** After a rotation, a reconnect or a restart exactly one stream is open; after a stop none is opened. */
export const STREAM_RULES: Invariants = {
  'one stream at a time': ({ events }) => {
    const open = new Set<number>();
    let ms = 0;
    for (const event of events) {
      // Closing one and opening the next takes no time; whoever is still open when time passes is one too many.
      if (event.ms > ms && open.size > 1) return `${open.size} event streams were open at ${ms} ms`;
      ms = event.ms;
      if (!isStream(event)) continue;
      const { what } = event.event;
      if (what === 'request') open.add(event.exchange);
      else if (what === 'complete' || what === 'client-closed' || what === 'cut') open.delete(event.exchange);
    }
    return undefined;
  },
  'no stream after a stop': ({ events }) => {
    let stoppedMs: number | undefined;
    let isTornDown = false;
    for (const event of events) {
      const move = moveOf(event);
      isTornDown ||= move === 'tears down';
      if ((move === 'starts' || move === 'restarts') && !isTornDown) stoppedMs = undefined;
      else if (move === 'stops' || move === 'tears down') stoppedMs ??= event.ms;
      else if (isStream(event) && event.event.what === 'request')
        if (stoppedMs !== undefined && event.ms > stoppedMs)
          return `the stream was opened at ${event.ms} ms, though it had been ended at ${stoppedMs} ms`;
    }
    return undefined;
  },
  ...DELIVERY_RULES,
  ...RECONNECT_RULES,
  ...STREAMING_PATH_RULES,
};
