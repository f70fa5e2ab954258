// `closecall explain FILE`: a saved failure → why it fails; its screen or JSON, and an exit code.
import { decideExplainExit, renderExplainJson, renderExplainScreen } from '../report/explanation-screen.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { ExplainCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { announceInstall, warnNotImported } from './say-packages.ts';

/** Runs the case and others like it; the exit code. */
export async function explainCommand(
  { file, json, with: packages }: ExplainCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const place = { root: host.root, with: packages, onInstall: announceInstall(host) };
  host.stderr.write(
    `closecall ${host.version} on Node ${host.nodeVersion}, running the case and others like it\n`,
  );
  const outcome = await campaign.explainFile(file, place);
  warnNotImported(outcome.notImported ?? [], host);
  const { screen } = host.stdout;
  host.stdout.write(json ? renderExplainJson(outcome) : renderExplainScreen(outcome, screen, host.launcher));
  return decideExplainExit(outcome).code;
}
