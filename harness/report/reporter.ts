// What a reporter is: one way to turn a campaign's result into text. A new one is a file beside this and a row in
// reporters.ts.
import type { Blob } from '../model/blob.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import type { ExitDecision } from '../model/exit-codes.ts';
import type { Shard } from '../model/shard.ts';
import type { Screen } from './screen.ts';

/**
 * What a reporter may use besides the result. `launcher` starts closecall here, `npx closecall` for instance; `blob` is what a blob
 * has besides it, where one is written.
 */
export type ReportContext = {
  exit: ExitDecision;
  screen: Screen;
  launcher: string;
  /** Folder of the project below that of its repository, with forward slashes; '' or absent where they are one. */
  folder?: string;
  blob?: Pick<Blob, 'plan' | 'repros'>;
};

/**
 * One way to write a result. `help` says what it is for; `fileName` is its file in the --out folder when none is named; `advice` tells a
 * person what to do with a file that was written, where that is not plain. `isBeside`: what it writes goes to stdout beside the terminal
 * report, since it is a CI that reads it there.
 */
export type Reporter = {
  help: string;
  advice?: (file: string) => string;
  isBeside?: true;
  fileName?: (shard: Shard | undefined) => string;
  render(result: CampaignResult, context: ReportContext): string;
};
