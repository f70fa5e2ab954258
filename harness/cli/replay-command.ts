// `closecall replay FILE`: a saved failure → the same run again, or tries of it on real sockets; its screen or JSON, and an
// exit code.
import { decideLoopbackExit, renderLoopbackJson, renderLoopbackScreen } from '../report/loopback-screen.ts';
import { decideReplayExit, renderReplayJson, renderReplayScreen } from '../report/replay-screen.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { ReplayCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { announceInstall, warnNotImported } from './say-packages.ts';

/** Runs the case as it was recorded; the exit code. */
export async function replayCommand(
  { file, json, loopback, with: packages }: ReplayCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const place = { root: host.root, with: packages, onInstall: announceInstall(host) };
  const { screen } = host.stdout;
  if (loopback !== undefined) {
    const tried = await campaign.replayOnLoopback(file, { ...place, tries: loopback });
    host.stdout.write(json ? renderLoopbackJson(tried) : renderLoopbackScreen(tried, screen));
    return decideLoopbackExit(tried).code;
  }
  const outcome = await campaign.replayFile(file, place);
  warnNotImported(outcome.notImported ?? [], host);
  host.stdout.write(json ? renderReplayJson(outcome) : renderReplayScreen(outcome, screen, host.launcher));
  return decideReplayExit(outcome).code;
}
