// An oracle's name → what it means for a reader who has never heard of it.
import type { OracleName } from '../../model/finding.ts';

/** What is wrong when an oracle speaks, as a heading. */
export const HEADLINES: Readonly<Record<OracleName, string>> = {
  crash: 'An error that nobody caught reached the process',
  'use-after-close': 'Something was used after it was closed, released or invalidated',
  'leaked-handle': 'Something was still open after the end',
  hang: 'Somebody waits for what will never come',
  'prompt-cancel': 'A cancelled call did not settle in time',
  collateral: 'A call that nobody cancelled failed, though it was served',
  corruption: 'What was delivered is not what was sent',
  retry: 'A refused call was not retried as promised',
  invariant: 'A rule of the scenario was broken',
};
