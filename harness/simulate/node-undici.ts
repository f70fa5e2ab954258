// The undici inside Node → the class of its agents, by the symbol it keeps one under. Import this before any other undici:
// whoever comes first fills the symbols. It costs nothing, since importing node:http loads it as well.

/** Where undici 8, and Node's own in Node 24 and later, looks for its dispatcher; then where 5 to 7 do. */
export const DISPATCHER_SLOTS = [
  Symbol.for('undici.globalDispatcher.2'),
  Symbol.for('undici.globalDispatcher.1'),
] as const;

// Reading one of its globals loads it.
void globalThis.Headers;

const slots = globalThis as unknown as Record<symbol, object | undefined>;

/** What the symbols held when this module was loaded. */
export const firstAgents: ReadonlyMap<symbol, object | undefined> = new Map(
  DISPATCHER_SLOTS.map((slot) => [slot, slots[slot]]),
);
