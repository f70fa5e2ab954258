// Every bound of the power measurement, with its unit and the reason for its size.

/** Seeds of each explorer strategy: from 1 on. */
export const SEEDS = 20;

/** Cases in which a strategy must show a failure; the rarest known one takes a few hundred. */
export const CASE_CAP = 2_000;

/** Seeds without one success after which a contender is given up: were more than half of its seeds to succeed, that is 1 in 32. */
export const HOPELESS_SEEDS = 5;

/** Runs before the first that counts, in every process, drawn as those are: what is measured is code that V8 has optimised. */
export const WARM_UP_RUNS = 200;

/**
 * Milliseconds of processor time in which a baseline on real sockets is to fail as often as there are seeds. What does not fail
 * once in it is known to cost more.
 */
export const STRESS_CAP_CPU_MS = 3_000;

/** Runs of a stress loop at once: of 1, 2, 4, 8 and 24 on btw/left-midway, 2 and 4 failed most often per run, and 24 a twentieth as often. */
export const STRESS_RUNS_AT_ONCE = 4;

/** Real milliseconds after which a stress run counts as stuck and is left behind. */
export const STRESS_RUN_LIMIT_MS = 2_000;

/** Pauses of the client and its app that are at least so long last only a part of that time in a stress loop. */
export const LONG_PAUSE_MS = 1_000;
export const LONG_PAUSE_DIVISOR = 20;

/** The latest moment of a stress run, in real milliseconds, at which something is aborted, stopped or started. */
export const STRESS_ACTION_LATEST_MS = 256;

/** Turns of the event loop after its moment at which such an action comes at most, in a loop that has such turns. */
export const STRESS_TURNS_MAX = 4;

/** The longest pause of the stress loop's server before a piece of its answer. */
export const STRESS_PIECE_LATEST_MS = 16;

/** What may happen to one run of a baseline besides: at most so many actions, as in most cases of the explorer. */
export const STRESS_ACTIONS_MAX = 2;

/** Runs in which fast-check's scheduler must show a failure. */
export const SCHEDULER_RUN_CAP = 2_000;

/** Steps that an action waits for at most where fast-check's scheduler decides when it happens. */
export const SCHEDULER_IDLE_STEPS_MAX = 12;

/** Share of a stress loop's runs below which a failure counts as rare. */
export const RARE_SHARE = 0.01;

/** How many times less processor time than the stress loop the portfolio is to take for what is rare. */
export const AIM_RARE_RATIO = 10;

/** How many times more cases than the random walk the portfolio may take. */
export const AIM_WALK_RATIO = 1.5;

// -- Baselines at planted defects --

/** Runs on the client without a defect, of each scenario, variant and baseline, in which an oracle must not tell to count there. */
export const CLEAN_RUNS = 300;

/** Timers of a run of fast-check's scheduler after which the client goes on without end: no more of them fire. A sound one starts a dozen. */
export const SCHEDULER_TIMERS_MAX = 1_000;

/** Real milliseconds that the connections of a client have to close after its end: on a loaded machine 250 were too few. */
export const CLOSE_LIMIT_MS = 1_000;

/**
 * Milliseconds for which the server keeps idle connections, and lets the client keep them: a shortened twentieth of it must be longer than
 * what they have to close, or a client that forgets them is not told from one that closes them.
 */
export const IDLE_KEPT_MS = 60_000;

/** Real milliseconds after which a planted defect is given up by a stress loop whose runs mostly wait. */
export const STRESS_CAP_REAL_MS = 20_000;
