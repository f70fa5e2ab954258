// `closecall retry FILE`: a saved failure → runs against changed code, their screen or JSON, and an exit code.
import { decideRetryExit, renderRetryJson, renderRetryScreen } from '../report/retry-screen.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { RetryCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { announceInstall, sayOrigin, warnNotImported } from './say-packages.ts';

/** Runs the case and neighbours of it against what is there now; the exit code. */
export async function retryCommand(
  { file, neighbours, seed: choice, json, with: packages }: RetryCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const seed = choice === 'random' ? host.drawSeed() : choice;
  const outcome = await campaign.retryFile(file, {
    root: host.root,
    with: packages,
    onInstall: announceInstall(host),
    onPrepared: (found) => host.stderr.write(`${sayOrigin(host, found)}, retry with seed ${seed}\n`),
    neighbours,
    seed,
  });
  warnNotImported(outcome.notImported ?? [], host);
  host.stdout.write(json ? renderRetryJson(outcome) : renderRetryScreen(outcome, host.stdout.screen));
  return decideRetryExit(outcome).code;
}
