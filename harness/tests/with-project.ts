// Files → a project of its own with scenarios that say what they run on, and closecall run in it: without a network, and
// with a cache and an npm of the test's.
import { spawnSync } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, ROOT } from './explore-for-test.ts';

/** How a process of closecall ended. */
export type Run = { status: number | null; stdout: string; stderr: string };

/** The part of `--reporter json` that these tests look at. */
export type Result = {
  versions: { node: string; packages: Record<string, string> };
  with?: { name: string; version: string; isImported: boolean }[];
  variants: { expected: { outcome: string }[] }[];
  findings: { code: string; message: string; repro: string }[];
};

/** A project in a new folder. */
export class WithProject {
  readonly root = realpathSync(makeFolder());
  readonly cache = makeFolder();

  /** Writes `files`, by path. */
  put(files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
  }

  /** Runs closecall here, with a PATH that has the npm to use, if any. */
  closecall(args: readonly string[], path: string): Run {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'bin/closecall.mjs'), ...args],
      { cwd: this.root, env: { PATH: path, CLOSECALL_CACHE: this.cache }, encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  }

  /** Runs every scenario for one case; what the first says, and all that was reported. */
  run(options: readonly string[], path: string): { says: unknown; result: Result; stderr: string } {
    const run = this.closecall(['run', '--cases', '1', '--reporter', 'json', ...options], path);
    if (run.status !== 1) throw new Error(`exit ${run.status}: ${run.stdout}${run.stderr}`);
    const result = JSON.parse(run.stdout) as Result;
    const said = result.findings.find(({ code }) => code === 'says');
    return { says: JSON.parse(said?.message ?? 'null'), result, stderr: run.stderr };
  }
}

/**
 * A scenario module. It begins with `head`, and its one finding is what `expression` is after a run. What it is expected to
 * show never happens.
 */
export function scenarioThatSays(head: string, expression: string, actor = '() => {}'): string {
  return `${head}
export default {
  name: 'says',
  description: 'Says what it runs on.',
  variants: { default: { params: {}, expect: [{ oracle: 'hang', code: 'pending', fromCases: 1 }] } },
  gateway: [{
    name: 'text',
    path: '/text',
    answer: (request, { token }) => ({ status: 200, body: [{ text: token, wire: token }] }),
  }],
  subject: ({ origin }) => ({ origin }),
  actors: { reader: ${actor} },
  invariants: { says: () => JSON.stringify(${expression}) },
};
`;
}
