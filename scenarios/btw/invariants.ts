// What holds for every BTW, whatever it meets.
import type { Trace } from '../../harness/index.ts';
import { STREAMING_PATH_RULES } from '../streaming-path-rules.ts';
import { CALL_RULES } from './call-invariants.ts';
import { CREDENTIAL_RULES } from './credential-invariants.ts';
import { SESSION_RULES } from './session-invariants.ts';

/** Rules of every BTW scenario; what a 401 leads to is the retry oracle's, too. */
export const BTW_RULES: Record<string, (trace: Trace) => string | undefined> = {
  ...CALL_RULES,
  ...CREDENTIAL_RULES,
  ...SESSION_RULES,
  ...STREAMING_PATH_RULES,
};
