// The rules of the one long-lived stream, as promises about a whole run.
import type { Trace, TraceEvent } from '../../harness/index.ts';

type Invariants = Record<string, (trace: Trace) => string | undefined>;

/** Actions after which there is to be no stream, unless they start it again. */
const STOPS = /^app (?:stops it|tears)/;
const STARTS = /^app .*starts/;

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
    for (const event of events) {
      if (event.kind === 'action' && STARTS.test(event.do)) stoppedMs = undefined;
      else if (event.kind === 'action' && STOPS.test(event.do)) stoppedMs ??= event.ms;
      else if (event.kind === 'call' && event.call !== 'app') stoppedMs = undefined;
      else if (isStream(event) && event.event.what === 'request')
        if (stoppedMs !== undefined && event.ms > stoppedMs)
          return `the stream was opened at ${event.ms} ms, though it had been stopped at ${stoppedMs} ms`;
    }
    return undefined;
  },
};

function isStream(event: TraceEvent): event is TraceEvent & { kind: 'wire' } {
  return event.kind === 'wire' && event.route === 'events';
}
