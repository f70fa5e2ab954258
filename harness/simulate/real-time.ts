// Real time, for the harness itself: taken before the world puts virtual time in its place, which is why the virtual clock
// imports it. Nothing of it may reach a trace.

/** Real monotonic milliseconds. */
export const readRealMs = performance.now.bind(performance);

/** The real setTimeout. */
export const realSetTimeout = globalThis.setTimeout;
