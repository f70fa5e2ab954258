// A walk that is killed without warning, at several moments, and taken up again: its certificates are those of one that never was.
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeFolder } from '../explore-for-test.ts';

const SCRIPT = fileURLToPath(new URL('./killed-walk.ts', import.meta.url));

function run(folder: string, when: number | 'resume'): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [SCRIPT, folder, String(when)], { encoding: 'utf8' });
}

test('a killed walk is taken up where it was', () => {
  const whole = run(makeFolder(), 1_000_000);
  expect(whole.stderr).toBe('');
  const [certificates] = JSON.parse(whole.stdout) as [
    { certificate: { isComplete: boolean; findings: object[]; hash: string } }[],
  ];
  expect(certificates.map(({ certificate }) => certificate.isComplete)).toEqual([true, true]);
  expect(certificates.map(({ certificate }) => certificate.findings.length)).toEqual([1, 1]);
  expect(certificates[0]!.certificate.hash).not.toBe(certificates[1]!.certificate.hash);
  const folder = makeFolder();
  // In the first tree, and in the second.
  expect(run(folder, 3).signal).toBe('SIGKILL');
  expect(run(folder, 'resume').stdout).toBe(whole.stdout);
  const other = makeFolder();
  expect(run(other, 25).signal).toBe('SIGKILL');
  expect(run(other, 'resume').stdout).toBe(whole.stdout);
}, 180_000);
