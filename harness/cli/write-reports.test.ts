// Several reports of one run: each in its file, and what a CI picks from stdout behind the report for people.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { badResult } from '../model/tests/sample-result.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

test('several reports are written at once, into folders that are not there yet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-reports-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const names = ['terminal', 'markdown', 'junit', 'github', 'json'];
  const files = names.map((name) => join(folder, 'a', name, 'b', 'report'));
  const argv = names.flatMap((name, index) => ['-r', `${name}=${files[index]!}`]);
  const [host, campaign] = [fakeHost(), fakeCampaign({ runCampaign: async () => badResult })];
  expect(await runCommandLine(['run', '--out', folder, '-r', 'github', ...argv], host, campaign)).toBe(4);
  const [terminal, , junit, github, json] = files.map((file) => readFileSync(file, 'utf8'));
  expect(terminal).toContain('Scenarios by variants');
  expect(junit).toContain('<testsuites name="closecall"');
  expect(JSON.parse(json!)).toMatchObject({ exit: { code: 4 } });
  expect(github).toMatch(/^::error /);
  expect(host.out()).toMatch(/^closecall 0\.1\.0 /);
  expect(host.out().endsWith(`\nexit 4: 1 bug in closecall itself\n${github}`)).toBe(true);
});

test('the github reporter adds the matrix to the summary of the job, where there is one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-reports-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, 'from another step\n');
  const run = async (...argv: string[]): Promise<[number, string]> => {
    const host = {
      ...fakeHost(),
      variable: (name: string) => (name === 'GITHUB_STEP_SUMMARY' ? summary : undefined),
    };
    const campaign = fakeCampaign({ runCampaign: async () => badResult });
    return [await runCommandLine(['run', '--out', folder, ...argv], host, campaign), host.err()];
  };
  await run();
  expect(readFileSync(summary, 'utf8')).toBe('from another step\n');
  expect((await run('-r', 'github'))[0]).toBe(4);
  const matrix = readFileSync(join(folder, 'matrix.md'), 'utf8');
  expect(readFileSync(summary, 'utf8')).toBe(`from another step\n${matrix}`);
  rmSync(summary);
  mkdirSync(summary);
  const [code, err] = await run('-r', 'github');
  expect([code, err]).toEqual([4, expect.stringContaining('it is a folder')]);
});
