// Ctrl-C, by a fake host: once for an orderly end, twice for an end at once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SAME_INTERRUPT_MS } from '../model/limits.ts';
import { goodResult } from '../model/tests/sample-result.ts';
import { watchInterrupts } from './interrupts.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

test('the first interrupt ends the run after the case in flight; what was found is reported; the code is 130', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-interrupt-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const host = fakeHost();
  const campaign = fakeCampaign({
    runCampaign: async ({ signal }) => {
      host.interrupt();
      return { ...goodResult, interrupted: signal!.aborted };
    },
  });
  expect(await runCommandLine(['run', '--out', folder], host, campaign)).toBe(130);
  expect(host.err()).toContain(
    'closecall: interrupted: finishing the current case; Ctrl-C again to stop at once\n',
  );
  expect(host.out()).toContain('Expected finding 1 of 1');
  expect(host.out()).toMatch(/\nexit 130: interrupted; this is what was found until then\n$/);
  expect(host.exits).toEqual([]);
  expect(host.isWatched()).toBe(false);
});

test('the second interrupt ends the process at once', () => {
  const [host, controller, said] = [fakeHost(), new AbortController(), [] as string[]];
  watchInterrupts(host, controller, (line) => said.push(line));
  expect(controller.signal.aborted).toBe(false);
  host.interrupt();
  expect(controller.signal.aborted).toBe(true);
  host.clock.ms += SAME_INTERRUPT_MS;
  host.interrupt();
  expect(host.exits).toEqual([130]);
  expect(said).toHaveLength(1);
});

test('the signal that npm passes on for the same press is not a second interrupt', () => {
  const host = fakeHost();
  watchInterrupts(host, new AbortController(), () => undefined);
  host.interrupt();
  host.clock.ms += 5;
  host.interrupt();
  expect(host.exits).toEqual([]);
});

test('interrupts are nobody else’s business after a run that failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-interrupt-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const host = fakeHost();
  const campaign = fakeCampaign({
    runCampaign: async () => {
      throw new Error('ours');
    },
  });
  expect(await runCommandLine(['run', '--out', folder], host, campaign)).toBe(4);
  expect(host.isWatched()).toBe(false);
});
