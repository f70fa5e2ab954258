// One test run → one folder for all that its tests and their child processes write into the system's folder for such things,
// taken away at the end, whoever was killed in between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Set up by vitest before its workers, which inherit the variable. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-tests-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
