// `closecall retry FILE`: a saved failure → runs against changed code, their screen or JSON, and an exit code.
import { decideRetryExit, renderRetryJson, renderRetryScreen } from '../report/retry-screen.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { RetryCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { announceInstall, warnNotImported } from './say-packages.ts';

/** Runs the case and neighbours of it against what is there now; the exit code. */
export async function retryCommand(
  { file, neighbours, seed: choice, json, with: packages }: RetryCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const seed = choice === 'random' ? host.drawSeed() : choice;
  host.stderr.write(`closecall ${host.version} on Node ${host.nodeVersion}, retry with seed ${seed}\n`);
  const place = { root: host.root, with: packages, onInstall: announceInstall(host) };
  const outcome = await campaign.retryFile(file, { ...place, neighbours, seed });
  warnNotImported(outcome.notImported ?? [], host);
  host.stdout.write(json ? renderRetryJson(outcome) : renderRetryScreen(outcome, host.stdout.screen));
  return decideRetryExit(outcome).code;
}
