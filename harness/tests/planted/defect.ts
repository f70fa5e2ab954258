// What a planted bug is, as data: a small change of one file of the client, where it is looked for, and what must tell.
import type { OracleName } from '../../model/finding.ts';

/** One small defect of the client. */
export type Defect = {
  /** Kebab-case; says what goes wrong. */
  name: string;
  /** The file of the client that is changed, such as `src/btw-client.ts`. */
  file: string;
  /** Exact text and what stands for it; each must be there exactly once. */
  replace: readonly (readonly [before: string, after: string])[];
  scenario: string;
  /** A variant that is clean without the defect. */
  variant: 'per-call' | 'safe-bytes';
  /** Who must tell, and with which code (the invariant's name, where it is one). Undefined: nobody does. */
  caughtBy: { oracle: OracleName; code: string } | undefined;
  /** What a user would meet; of one that nobody tells, why not. */
  why: string;
};
