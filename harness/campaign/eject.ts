// A repro file → one script that shows the finding without closecall, tried before anybody gets it.
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { notEjectable } from '../eject/not-ejectable.ts';
import { writeHead } from '../eject/write-head.ts';
import { writeScript } from '../eject/write-script.ts';
import type { EjectOutcome, ScriptForm } from '../model/eject-outcome.ts';
import type { PackageUnderTest } from '../model/package-spec.ts';
import { isDeath, openRepro, type ReplayPlace } from './replay.ts';
import { runScript, type ScriptPackage } from './run-script.ts';
import { askWorker } from './worker-process.ts';

/** What to write, and how often to try it. */
export type EjectOptions = ReplayPlace & {
  form: ScriptForm;
  tries: number;
  /** Name of the file that the script is written to, for its head. */
  scriptName: string;
  version: string;
};

/**
 * Writes and tries the script for `file`. Throws a ClosecallError: ERR_NOT_EJECTABLE for what no script can show, or the one
 * that was written did not; ERR_NOT_REPRODUCED when the simulation does not show it any more.
 */
export async function ejectFile(file: string, options: EjectOptions): Promise<EjectOutcome> {
  const { repro, scenario, packages } = await openRepro(file, options);
  const { fingerprint, oracle, code } = repro;
  if (isDeath(repro))
    throw notEjectable('the client takes its process down, and a script goes down with it.');
  const { recording } = await askWorker(
    { kind: 'record', file: scenario.file, case: repro.case, fingerprint, oracle, code },
    'recorded',
    { packages },
  );
  const place = { file: scenario.file, base: options.root };
  const { body: program, packages: asked } = writeScript(recording, place, 'script', LOOSE);
  const names = new Set(asked.map(nameOfPackage));
  const used = [...names].map((name) => locate(name, scenario.file, packages));
  let story = LOOSE;
  let tried = await runScript(program, used, options.tries);
  if (tried.reproduced < options.tries) {
    // What overtook the server was a timer: with those held back it may be sure, at the price of some more lines.
    const firm = await runScript(writeScript(recording, place, 'script', FIRM).body, used, options.tries);
    if (firm.reproduced > tried.reproduced) [story, tried] = [FIRM, firm];
  }
  const { reproduced, missed } = tried;
  if (reproduced === 0)
    throw notEjectable(
      `a script was written, but none of ${options.tries} tries showed it. It said: ${missed.join('; ')}.`,
    );
  const specs = used.map(describe);
  const { form, tries, scriptName, version } = options;
  const head = writeHead({ repro, recording, form, tries, reproduced, scriptName, version, packages: specs });
  const { body } = writeScript(recording, place, form, story);
  return { file, repro, form, text: `${head}\n${body}`, reproduced, tries, missed, packages: specs };
}

const LOOSE = { holdsTimers: false };
const FIRM = { holdsTimers: true };

/** The package that an import names, or a part of which it names. */
function nameOfPackage(asked: string): string {
  const parts = asked.split('/');
  return parts.slice(0, asked.startsWith('@') ? 2 : 1).join('/');
}

/** Where the package is. */
function locate(name: string, from: string, packages: readonly PackageUnderTest[]): ScriptPackage {
  const tested = packages.find((candidate) => candidate.name === name);
  if (tested !== undefined) return { name, folder: join(tested.folder, 'node_modules', name) };
  const manifest = findPackageJSON(name, pathToFileURL(from));
  if (manifest === undefined) throw notEjectable(`its client imports "${name}", which is not installed.`);
  return { name, folder: dirname(manifest) };
}

/** The package as `npm install` takes it. */
function describe({ name, folder }: ScriptPackage): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const spec = `${manifest.name}@${manifest.version}`;
  return manifest.name === name ? spec : `${name}@npm:${spec}`;
}
