// argv → the command it names → an exit code. The one place where errors become messages.
import { ClosecallError } from '../model/closecall-error.ts';
import { EXIT_CODES } from '../model/exit-codes.ts';
import { bisectCommand } from './bisect-command.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { CommandLine } from './command-line.ts';
import { describeError } from './describe-error.ts';
import { ejectCommand } from './eject-command.ts';
import { explainCommand } from './explain-command.ts';
import type { Host } from './host.ts';
import { initCommand } from './init-command.ts';
import { labScoreCommand } from './lab-score-command.ts';
import { listCommand } from './list-command.ts';
import { mergeCommand } from './merge-command.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { renderHelp } from './render-help.ts';
import { replayCommand } from './replay-command.ts';
import { isVerbose, renderSettings } from './render-settings.ts';
import { retryCommand } from './retry-command.ts';
import { runCommand } from './run-command.ts';
import { readSettings, type Settings } from './settings.ts';

/** Runs closecall; settles with the exit code and never rejects. */
export async function runCommandLine(
  argv: readonly string[],
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  try {
    return await dispatch(await understand(argv, host, campaign), host, campaign);
  } catch (error) {
    const { text, code } = describeError(error);
    host.stderr.write(text);
    return code;
  }
}

/** What was typed goes first: help and mistakes in it need no configuration. */
async function understand(
  argv: readonly string[],
  host: Host,
  campaign: CampaignFunctions,
): Promise<CommandLine> {
  const typed = parseCommandLine(argv);
  if (typed.command === 'help' || typed.command === 'version') return typed;
  const loaded = await campaign.loadConfig(host.root);
  const settings = readSettings(loaded, host.variable);
  const line = parseWith(argv, settings);
  if (isVerbose(argv)) host.stderr.write(renderSettings(argv, typed.command, settings, loaded));
  await campaign.importModules(loaded?.config.imports ?? [], host.root);
  return line;
}

/** Of a setting that makes no sense it is said where it stands. */
function parseWith(argv: readonly string[], settings: Settings): CommandLine {
  try {
    return parseCommandLine(argv, settings);
  } catch (error) {
    for (const [name, setting] of settings)
      try {
        parseCommandLine(argv, new Map([[name, setting]]));
      } catch (alone) {
        if (!(alone instanceof ClosecallError)) throw alone;
        throw new ClosecallError(
          alone.code,
          `${alone.message} (It is set in ${setting.origin}.)`,
          alone.exitCode,
        );
      }
    throw error;
  }
}

async function dispatch(line: CommandLine, host: Host, campaign: CampaignFunctions): Promise<number> {
  switch (line.command) {
    case 'run':
      return runCommand(line, host, campaign);
    case 'replay':
      return replayCommand(line, host, campaign);
    case 'retry':
      return retryCommand(line, host, campaign);
    case 'explain':
      return explainCommand(line, host, campaign);
    case 'bisect':
      return bisectCommand(line, host, campaign);
    case 'lab score':
      return labScoreCommand(line, host, campaign);
    case 'eject':
      return ejectCommand(line, host, campaign);
    case 'merge-reports':
      return mergeCommand(line, host, campaign);
    case 'init':
      return initCommand(line, host, campaign);
    case 'list':
      return listCommand(line, host, campaign);
    case 'help':
      host.stdout.write(renderHelp(line.about));
      return EXIT_CODES.ok.code;
    default:
      return printVersion(line, host);
  }
}

/** Its type makes the switch above complete: another command does not fit. */
function printVersion(_line: { command: 'version' }, host: Host): number {
  host.stdout.write(`closecall ${host.version}\n`);
  return EXIT_CODES.ok.code;
}
