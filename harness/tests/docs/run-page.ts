// A page → what happens when somebody does as it says, block by block: files are written and changed, commands are run, and outputs
// that it shows are looked for in what the commands before them said.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from '../explore-for-test.ts';
import { isRun } from './check-blocks.ts';
import { applyBlock, makeProject } from './page-project.ts';
import type { Block, Page } from './read-page.ts';

/** What a page did that it does not say. */
type Mismatch = { line: number; what: string };

/** Real milliseconds after which a command hangs: the slowest takes a few seconds on a quiet machine, and two minutes on one that is overloaded. */
const COMMAND_LIMIT_MS = 300_000;

/** Real milliseconds for a whole page: a command that hangs is told before its page is given up. */
export const PAGE_LIMIT_MS = 2 * COMMAND_LIMIT_MS;

/** Does as the page says, and tells the first thing that came out otherwise. */
export function runPage(page: Page): Mismatch | undefined {
  const folder = makeProject(page);
  const commands = makeCommands();
  let said = '';
  for (const block of page.blocks) {
    const { info, text, line } = block;
    if (info['no-run'] !== undefined) continue;
    if (isRun(block)) {
      const run = runBlock(block, folder, commands);
      if (run.mismatch !== undefined) return { line, what: run.mismatch };
      said = run.said;
    } else if (info['output'] !== undefined) {
      if (!shows(said, text)) return { line, what: `this was not said:\n${text}\nbut:\n${said}` };
    } else applyBlock(folder, block);
  }
  return undefined;
}

function runBlock(
  { text, info }: Block,
  folder: string,
  commands: string,
): { said: string; mismatch?: string } {
  const wanted = Number(info['exit'] ?? 0);
  let said = '';
  for (const command of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
      cwd: folder,
      encoding: 'utf8',
      timeout: COMMAND_LIMIT_MS,
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        NO_COLOR: '1',
        COLUMNS: '110',
        PATH: `${commands}${delimiter}${process.env['PATH']}`,
      },
    });
    said += `${stdout}\n${stderr}\n`;
    if (status !== wanted)
      return {
        said,
        mismatch: `${command}\nends with ${status} instead of ${wanted}:\n${stdout}\n${stderr}`,
      };
  }
  return { said };
}

/**
 * True when the lines of `shown` are in `said`, one behind the other. `…` stands for anything: in a line for a part of it, alone on one
 * for any number of lines.
 */
export function shows(said: string, shown: string): boolean {
  const lines = shown.split('\n').map((line) => {
    if (line.trim() === '…') return String.raw`(?:[^\n]*\n)*?`;
    const parts = line
      .trimEnd()
      .split('…')
      .map((part) => escapeRegExp(part));
    return String.raw`${parts.join(String.raw`[^\n]*?`)}[ \t]*\n`;
  });
  return new RegExp(`^${lines.join('')}`, 'm').test(`${said}\n`);
}

/** A folder with what stands for npm and npx: they would start the same programs, half a second later. */
function makeCommands(): string {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-commands-'));
  const quote = (path: string): string => `'${path.replaceAll("'", String.raw`'\''`)}'`;
  const node = quote(process.execPath);
  const write = (name: string, lines: readonly string[]): void => {
    writeFileSync(join(folder, name), ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(join(folder, name), 0o755);
  };
  write('npx', [
    'name=$1; shift',
    'case $name in',
    `closecall) exec ${node} ${quote(join(ROOT, 'bin/closecall.mjs'))} "$@" ;;`,
    `vitest) exec ${node} ${quote(join(ROOT, 'node_modules/vitest/vitest.mjs'))} "$@" ;;`,
    'esac',
    'echo "npx: $name is nothing that tests of pages can run" >&2; exit 127',
  ]);
  // In a clone: its own sources.
  write('npm', [
    `if [ "$1 $2 $3" = "run closecall --" ]; then shift 3; exec ${node} bin/closecall.mjs "$@"; fi`,
    'echo "npm: $* is nothing that tests of pages can run" >&2; exit 127',
  ]);
  return folder;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
