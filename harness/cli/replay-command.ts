// `closecall replay FILE`: a saved failure → the same run again, its screen or JSON, and an exit code.
import { decideReplayExit, renderReplayJson, renderReplayScreen } from '../report/replay-screen.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { ReplayCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { announceInstall, warnNotImported } from './say-packages.ts';

/** Runs the case as it was recorded; the exit code. */
export async function replayCommand(
  { file, json, with: packages }: ReplayCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const place = { root: host.root, with: packages, onInstall: announceInstall(host) };
  const outcome = await campaign.replayFile(file, place);
  warnNotImported(outcome.notImported ?? [], host);
  const { screen } = host.stdout;
  host.stdout.write(json ? renderReplayJson(outcome) : renderReplayScreen(outcome, screen, host.launcher));
  return decideReplayExit(outcome).code;
}
