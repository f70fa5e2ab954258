// `closecall replay FILE`: a saved failure → the same run again, its screen or JSON, and an exit code.
import { decideReplayExit, renderReplayJson, renderReplayScreen } from '../report/replay-screen.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { ReplayCommand } from './command-line.ts';
import type { Host } from './host.ts';

/** Runs the case as it was recorded; the exit code. */
export async function replayCommand(
  { file, json }: ReplayCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const outcome = await campaign.replayFile(file, { root: host.root });
  const { screen } = host.stdout;
  host.stdout.write(json ? renderReplayJson(outcome) : renderReplayScreen(outcome, screen, host.launcher));
  return decideReplayExit(outcome).code;
}
