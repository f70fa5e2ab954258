// The text of a script and the packages that it imports → how often it shows what it is to show: each try is a process of its
// own in a folder of its own, with those packages and nothing else in reach.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EJECT_TRIES_AT_ONCE, EJECT_TRY_LIMIT_MS } from '../model/limits.ts';

/** A package as the script imports it, and the folder it is in. */
export type ScriptPackage = { name: string; folder: string };

/** How many tries showed it, and what the others said last. */
export type ScriptTries = { reproduced: number; missed: string[] };

/** Runs `text` `tries` times. */
export async function runScript(
  text: string,
  packages: readonly ScriptPackage[],
  tries: number,
): Promise<ScriptTries> {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-eject-'));
  try {
    const script = join(folder, 'script.mjs');
    writeFileSync(script, text);
    for (const { name, folder: target } of packages) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link, 'junction');
    }
    const said: string[] = [];
    let left = tries;
    const work = async (): Promise<void> => {
      while (left-- > 0) said.push(await tryOnce(script, folder));
    };
    await Promise.all(Array.from({ length: EJECT_TRIES_AT_ONCE }, work));
    const missed = said.filter((line) => !line.startsWith('REPRODUCED'));
    return { reproduced: said.length - missed.length, missed: [...new Set(missed)].toSorted() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The last line of what the script says. */
function tryOnce(script: string, cwd: string): Promise<string> {
  // Options for this process are none of the script's.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes) => (out += String(bytes)));
  child.stderr.on('data', (bytes) => (err += String(bytes)));
  const timer = setTimeout(() => child.kill('SIGKILL'), EJECT_TRY_LIMIT_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const last = out.trim().split('\n').at(-1)!;
      const isVerdict = /^(?:REPRODUCED|not reproduced)/.test(last);
      const words =
        err
          .trim()
          .split('\n')
          .find((line) => /error/i.test(line)) ?? err.trim().slice(0, 200);
      resolve(isVerdict ? last : `the script ended (${signal ?? `code ${code}`}): ${words}`);
    });
  });
}
