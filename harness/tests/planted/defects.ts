// All planted bugs, by theme.
import { BTW_DEFECTS } from './btw-defects.ts';
import { BYTES_DEFECTS } from './bytes-defects.ts';
import type { Defect } from './defect.ts';
import { EVENT_STREAM_DEFECTS } from './event-stream-defects.ts';
import { RETRY_DEFECTS } from './retry-defects.ts';

/** Every planted bug. Names are unique. */
export const DEFECTS: readonly Defect[] = [
  ...BTW_DEFECTS,
  ...RETRY_DEFECTS,
  ...BYTES_DEFECTS,
  ...EVENT_STREAM_DEFECTS,
];
