// What a reporter is: one way to turn a campaign's result into text. A new one is a file beside this and a row in
// reporters.ts.
import type { CampaignResult } from '../model/campaign-result.ts';
import type { ExitDecision } from '../model/exit-codes.ts';
import type { Screen } from './screen.ts';

/** What a reporter may use besides the result. `launcher` starts closecall here, `npx closecall` for instance. */
export type ReportContext = { exit: ExitDecision; screen: Screen; launcher: string };

/** One way to write a result. `help` says what it is for. */
export type Reporter = { help: string; render(result: CampaignResult, context: ReportContext): string };
