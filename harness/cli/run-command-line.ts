// argv → the command it names → an exit code. The one place where errors become messages.
import { EXIT_CODES } from '../model/exit-codes.ts';
import { bisectCommand } from './bisect-command.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { CommandLine } from './command-line.ts';
import { describeError } from './describe-error.ts';
import { ejectCommand } from './eject-command.ts';
import { explainCommand } from './explain-command.ts';
import type { Host } from './host.ts';
import { labScoreCommand } from './lab-score-command.ts';
import { listCommand } from './list-command.ts';
import { mergeCommand } from './merge-command.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { renderHelp } from './render-help.ts';
import { replayCommand } from './replay-command.ts';
import { retryCommand } from './retry-command.ts';
import { runCommand } from './run-command.ts';

/** Runs closecall; settles with the exit code and never rejects. */
export async function runCommandLine(
  argv: readonly string[],
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  try {
    return await dispatch(parseCommandLine(argv), host, campaign);
  } catch (error) {
    const { text, code } = describeError(error);
    host.stderr.write(text);
    return code;
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
