// `closecall bisect`: what it hands over, what it says before and while it searches, and where its reports go.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { BisectOptions } from '../campaign/bisect.ts';
import { sampleBisect } from '../report/tests/sample-bisect.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost, type FakeHost } from './tests/fake-host.ts';

/** A campaign that tells of a search as the real one does. */
function campaignOf(
  seen: BisectOptions[] = [],
  during: (host: BisectOptions) => void = () => {},
): ReturnType<typeof fakeCampaign> {
  return fakeCampaign({
    bisectFile: async (_file, options) => {
      seen.push(options);
      const plan = { name: 'undici', base: '8.1.0', releases: 15, lines: 4, first: 11, most: 15 };
      options.onPlan({ ...plan, staleList: 'npm failed (ENOTFOUND)' });
      options.onInstall({ name: 'undici', wanted: '8.0.0' });
      const [good, unclear, bad, near] = sampleBisect.lines[0]!.probes;
      for (const [nth, probe] of [bad, good, near, unclear].entries())
        options.onProbe(probe!, nth + 1, plan.most);
      during(options);
      return { ...sampleBisect, interrupted: options.signal.aborted };
    },
  });
}

const bisect = (host: FakeHost, argv: string, campaign = campaignOf()): Promise<number> =>
  runCommandLine(['bisect', 'a.repro.json', ...argv.split(' ').filter(Boolean)], host, campaign);

test('says what it will cost, then how each release did, on stderr, and reports on stdout', async () => {
  const host = fakeHost();
  expect(await bisect(host, '')).toBe(0);
  expect(host.err()).toMatchInlineSnapshot(`
    "closecall 0.1.0 on Node 24.21.0, bisect with seed 1
    warning: npm failed (ENOTFOUND): the list of releases is the last that was kept.
      package  undici, 15 releases in 4 lines; the finding is of 8.1.0
      probes   11 first, then each change narrowed down: 15 probes at most
      each     an install where the cache lacks it, the case, and 200 neighbours of it
      workers  8
    closecall: installing undici@8.0.0 with npm
     1 of at most 15  8.1.0  bad
     2 of at most 15  8.0.0  good
     3 of at most 15  8.2.0  bad (neighbour 17)
     4 of at most 15  8.0.1  inconclusive: what the case injects did not happen, nor in any neighbour of it
    "
  `);
  expect(host.out()).toMatch(/\nexit 0: 3 ranges, 1 edge not exact\n$/);
  expect(host.isWatched()).toBe(false);
});

test('hands over what was asked for', async () => {
  const [host, seen] = [fakeHost({ parallelism: 3 }), [] as BisectOptions[]];
  const argv =
    '--package undici --from 7 --to 8.4.0 --include-prereleases --all --workers 9 --neighbours 5 --seed random';
  await bisect(host, argv, campaignOf(seen));
  const { root, name, from, to, includePrereleases, all, workers, neighbours, seed } = seen[0]!;
  expect({ root, name, from, to, includePrereleases, all, workers, neighbours, seed }).toEqual({
    root: host.root,
    name: 'undici',
    from: '7',
    to: '8.4.0',
    includePrereleases: true,
    all: true,
    workers: 3,
    neighbours: 5,
    seed: 4_242_424_242,
  });
});

test('writes other reports into files, and has nothing but JSON on stdout when asked to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [both, json] = [fakeHost(), fakeHost()];
  const file = join(folder, 'bisect.md');
  expect(await bisect(both, `--reporter markdown=${file}`)).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('| releases | finding |');
  expect(both.out()).toContain('undici 8: in 2 ranges');
  await bisect(json, '--reporter json');
  expect(JSON.parse(json.out())).toMatchObject({ format: 'closecall-bisect', exit: { code: 0 } });
  expect(json.err()).toMatch(/\nexit 0: 3 ranges, 1 edge not exact\n$/);
});

test('ends after the releases under way when it is interrupted, and exits 130', async () => {
  const host = fakeHost();
  const campaign = campaignOf([], ({ signal }) => {
    host.interrupt();
    expect(signal.aborted).toBe(true);
  });
  expect(await bisect(host, '', campaign)).toBe(130);
  expect(host.out()).toContain('undici 8: in 2 ranges');
});
