// Committed repros → scripts that run by themselves: what one looks like, and that they show what they are for. Every
// try is a process of its own in a folder of its own, with the packages and nothing of closecall.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ejectFile } from '../campaign/eject.ts';
import type { ScriptForm } from '../model/eject-outcome.ts';
import { parsePackageSpecs } from '../model/package-spec.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Real milliseconds: a few processes on a busy machine. */
const LIMIT_MS = 120_000;

function eject(scenario: string, name: RegExp, form: ScriptForm = 'script'): ReturnType<typeof ejectFile> {
  const folder = join(ROOT, 'scenarios', scenario, 'repros');
  const [file, ...more] = readdirSync(folder).filter((each) => name.test(each));
  if (file === undefined || more.length > 0) throw new Error(`not one file in ${folder} matches ${name}`);
  const scriptName = form === 'vitest' ? 'it.test.mjs' : 'it.mjs';
  const options = { root: ROOT, with: parsePackageSpecs([]), form, tries: 2, scriptName, version: '0.1.0' };
  return ejectFile(join(folder, file), options);
}

function withoutVersions(text: string): string {
  return text.replaceAll(process.version, 'v24').replaceAll(/undici@[\d.]+/g, 'undici@8');
}

it('a script of the client alone, as a whole', { timeout: LIMIT_MS }, async () => {
  const { text, reproduced, packages } = await eject('plain-undici/agents', /UND|7b682c0615cc/);
  expect(reproduced).toBe(2);
  expect(packages).toHaveLength(1);
  expect(text).not.toMatch(/closecall(?! 0\.1\.0 from)|defineScenario|gateway:|harness/);
  await expect(withoutVersions(text)).toMatchFileSnapshot('./__snapshots__/ejected-agents.mjs.snap');
});

it.each([
  ['event-stream/storm', /shared/],
  ['event-stream/boot', /owned-by-client.*30bff8704ea7/],
  ['event-stream/rotation', /guarded.*30bff8704ea7/],
  ['btw/left-midway', /shared/],
])('the crash of a generation: %s %s', { timeout: LIMIT_MS }, async (scenario, name) => {
  const { reproduced, text } = await eject(scenario, name);
  expect(reproduced).toBe(2);
  expect(text).toContain('class TaskState');
});

it('as a test for vitest it is the same story with another end', { timeout: LIMIT_MS }, async () => {
  const { text } = await eject('plain-undici/agents', /7b682c0615cc/, 'vitest');
  expect(text).toContain("import { expect, it } from 'vitest';");
  expect(text).toContain('npx vitest run it.test.mjs');
  expect(text.slice(text.indexOf('const { reproduced, what }') - 200)).toMatchSnapshot();
});

it('a drawn program, and the invariant that it breaks', { timeout: LIMIT_MS }, async () => {
  const { text, reproduced, packages } = await eject('lab/undici', /invariant.*9e73/);
  expect(reproduced).toBe(2);
  expect(packages).toEqual([expect.stringMatching(/^undici@/)]);
  expect(text).not.toMatch(/fast-check|closecall(?! 0\.1\.0 from)|defineScenario|gateway:|harness|sent-once/);
  await expect(text.slice(text.indexOf('const program = {'))).toMatchFileSnapshot(
    './__snapshots__/ejected-program.mjs.snap',
  );
});

it.each([/hang.*8b35/, /hang.*6f5c/, /collateral-58eb/, /crash-0a43/, /invariant.*3208/])(
  'a finding of the lab: %s',
  { timeout: LIMIT_MS },
  async (name) => {
    const { reproduced, text } = await eject('lab/undici', name);
    expect(reproduced).toBe(2);
    expect(text).toContain('const scenario = build(program);');
  },
);

it('what cannot be ejected says why', { timeout: LIMIT_MS }, async () => {
  await expect(eject('tls/streams', /crash/)).rejects.toMatchObject({
    code: 'ERR_NOT_EJECTABLE',
    message: expect.stringMatching(/speaks TLS/),
  });
});
