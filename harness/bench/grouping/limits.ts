// Every bound of the measurement of grouping, with its unit and the reason for its size.

/** Seeds of each place: from 1 on. One seed meets a defect in the same way too often. */
export const SEEDS = 3;

/** Failing cases of each seed that count: 24 of a place, so that a defect that fails always weighs no more than a rare one. */
export const FAILURES_PER_SEED = 8;

/** Cases in which a seed may find them; the rarest defects are met once or twice in so many. */
export const CASES_PER_SEED = 1_200;

/** Bytes that a collecting process may print: 24 failures with their frames are some hundred kilobytes. */
export const OUTPUT_BYTES_MAX = 64 * 1_024 * 1_024;

/** What grouping is held to. */
export const AIM_PRECISION = 0.98;
export const AIM_RECALL = 0.95;
