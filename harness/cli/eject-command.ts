// `closecall eject FILE`: a saved failure → a script that shows it without closecall, in a file; its screen or JSON.
import { basename, extname, join } from 'node:path';
import { EXIT_CODES } from '../model/exit-codes.ts';
import { renderEjectJson, renderEjectScreen } from '../report/eject-screen.ts';
import { probeFile, writeFile } from '../report/write-file.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { EjectCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { countOf } from '../model/format-count.ts';
import { announceInstall } from './say-packages.ts';

/** Writes the script once tries have shown that it works; the exit code. */
export async function ejectCommand(
  { file, out, form, tries, json, with: packages }: EjectCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const path = extname(out) === '' ? join(out, defaultName(file, form)) : out;
  probeFile(path);
  host.stderr.write(
    `closecall ${host.version} on Node ${host.nodeVersion}, writing a script and trying it ${countOf(tries, 'time')}\n`,
  );
  const outcome = await campaign.ejectFile(file, {
    root: host.root,
    with: packages,
    onInstall: announceInstall(host),
    form,
    tries,
    scriptName: basename(path),
    version: host.version,
  });
  writeFile(path, outcome.text);
  host.stdout.write(
    json ? renderEjectJson(outcome, path) : renderEjectScreen(outcome, path, host.stdout.screen),
  );
  return EXIT_CODES.ok.code;
}

/** The name that a script gets when `--out` is a folder. */
function defaultName(file: string, form: EjectCommand['form']): string {
  const name = basename(file).replace(/(?:\.repro)?\.json$/, '');
  return `${name}${form === 'vitest' ? '.test' : ''}.mjs`;
}
