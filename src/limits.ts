// Every bound of this room, with its unit last. Nothing here changes at run time.

/** A task pauses its connection while more than this many received bytes are unread. */
export const MAX_UNREAD_BYTES = 256 * 1024;

/** A body read only to free its connection is given up, and its connection closed, beyond this many bytes. */
export const MAX_DRAINED_BYTES = 64 * 1024;

/** The answer to a refresh is one token; more than this many bytes are no answer. */
export const MAX_REFRESH_ANSWER_BYTES = 64 * 1024;

/** Idle timeout of a request that names none, as Foundation's would be set by the client. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** Idle timeout of a BTW: its model may think for long before the first word. */
export const BTW_TIMEOUT_MS = 120_000;

/** The event stream waits this long before it first reconnects, and twice as long each further time. */
export const MIN_RECONNECT_DELAY_MS = 1_000;

/** The event stream never waits longer than this before it reconnects. */
export const MAX_RECONNECT_DELAY_MS = 30_000;
