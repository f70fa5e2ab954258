// `closecall bisect` from the command line to its report: on a package of the test's own whose releases do all that a search
// can meet, and on releases of undici. npm is a stand-in with a registry of its own; nothing here reaches a network.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFakeNpm, makeFolder, warmCache, type FakeNpm } from '../campaign/tests/fake-npm.ts';
import type { BisectResult } from '../model/bisect-result.ts';
import type { Repro } from '../model/repro.ts';
import { ROOT } from './explore-for-test.ts';
import { WithProject, type Run } from './with-project.ts';

/** Breaks its promise where the release under test says so, and asks for an answer unless that says not to. */
const SCENARIO = `import tiny from 'tiny';
export default {
  name: 'tiny',
  variants: { default: {} },
  gateway: [{ name: 'answer', path: '/text', answer: () => ({ status: 200, framing: 'length', body: [] }) }],
  subject: ({ origin }) => ({ origin }),
  actors: { reader: async ({ subject, signal }) => {
    if (!tiny.isSilent) await fetch(subject.origin + '/text', { signal });
  } },
  invariants: { kept: () => (tiny.isBroken ? 'it is broken' : undefined) },
};
`;

const GOOD = '';
const BAD = 'exports.isBroken = true;';

/** Releases of the package: a range within a minor, one that came back, and two that tell nothing. */
const RELEASES: Readonly<Record<string, string>> = {
  '1.0.0': GOOD,
  '1.1.0': GOOD,
  '1.1.1': BAD,
  '1.1.2': BAD,
  '1.2.0': GOOD,
  '1.3.0': BAD,
  '2.0.0': 'throw new TypeError("no such API");',
  '2.1.0': BAD,
  '2.2.0': 'exports.isSilent = true;',
  '2.3.0': GOOD,
  '2.4.0-rc.1': BAD,
};

describe('a search through the releases of a package', () => {
  const project = new WithProject();
  let npm: FakeNpm;
  const file = 'tiny.repro.json';

  beforeAll(() => {
    npm = makeFakeNpm();
    for (const [version, text] of Object.entries(RELEASES))
      npm.publish('tiny', version, { 'index.js': text });
    project.put({ 'package.json': '{ "private": true }', 'tiny.scenario.mjs': SCENARIO });
    // The natural run breaks the promise already; a fault makes it a case that can fail to happen.
    const { findings } = project.run(['--with', 'tiny@1.3.0'], npm.path).result;
    const found = findings.find(({ code }) => code === 'kept')!;
    const repro = JSON.parse(readFileSync(join(project.root, found.repro), 'utf8')) as Repro;
    repro.case.faults = [{ kind: 'fin', on: 'answer#0', at: 'at-end' }];
    writeFileSync(join(project.root, file), JSON.stringify(repro));
  });

  const bisect = (options: string, path = npm.path): Run =>
    project.closecall(['bisect', file, '--neighbours', '1', ...options.split(' ').filter(Boolean)], path);

  test('names every range, what lies at its edges, and what told nothing', () => {
    const { stdout, stderr, status } = bisect('--reporter markdown');
    expect(stdout.replaceAll(process.versions.node, 'CURRENT')).toMatchInlineSnapshot(`
      "invariant kept of "kept" in \`tiny/default natural\`, found on tiny@1.3.0.

      | releases | finding | begins | ends |
      | --- | --- | --- | --- |
      | tiny 2 | 2.1.0 | there in 2.1.0 of 2026-01-02, and earlier nothing is known (no verdict on 2.0.0) | fixed between 2.1.0 and 2.3.0 of 2026-01-02 (no verdict on 2.2.0) |
      | tiny 1 | 1.1.1 to 1.1.2 | introduced in 1.1.1 of 2026-01-02 (last good 1.1.0) | fixed in 1.2.0 of 2026-01-02 (last bad 1.1.2) |
      | tiny 1 | 1.3.0 | introduced in 1.3.0 of 2026-01-02 (last good 1.2.0) | still there in 1.3.0, the last that was looked at |

      No verdict on 2.0.0: tiny VERSION is installed, but does not load on Node CURRENT: TypeError: no such API. Choose another version of it, or of Node.

      No verdict on 2.2.0: what the case injects did not happen, nor in any neighbour of it

      - 2, 4 of 4 tried: 2.0.0 inconclusive, 2.1.0 bad, 2.2.0 inconclusive, 2.3.0 good
      - 1, 6 of 6 tried: 1.0.0 good, 1.1.0 good, 1.1.1 bad, 1.1.2 bad, 1.2.0 good, 1.3.0 bad

      exit 0.
      "
    `);
    expect(stderr).toContain('  package  tiny, 10 releases in 2 lines; the finding is of 1.3.0\n');
    expect(status).toBe(0);
  }, 240_000);

  test('needs no network once it was made, and says that the list of releases may be old', () => {
    const { stdout, stderr, status } = bisect('--from 1.2 --to 2.0 --reporter json', npm.pathWithout);
    const { lines } = JSON.parse(stdout) as BisectResult;
    expect(lines.map(({ major, probes }) => [major, ...probes.map(({ verdict }) => verdict)])).toEqual([
      ['2', 'inconclusive'],
      ['1', 'good', 'bad'],
    ]);
    expect(stderr).toContain(
      'warning: npm could not be started: the list of releases is the last that was kept.\n',
    );
    expect(status).toBe(0);
  }, 240_000);

  test('is refused where it could tell nothing', () => {
    const refusal = (options: string): string => {
      const { stdout, stderr, status } = bisect(options);
      expect(stdout).toBe('');
      return `${status} ${stderr.slice(stderr.indexOf('closecall: ')).trimEnd()}`;
    };
    expect(refusal('--package tinny')).toMatchInlineSnapshot(
      `"2 closecall: tiny.repro.json was not recorded with a package "tinny". Did you mean "tiny"?"`,
    );
    expect(refusal('--from 3')).toMatchInlineSnapshot(
      `"3 closecall: there is no release from 3; the registry has 11, from 1.0.0 to 2.4.0-rc.1."`,
    );
    const path = join(project.root, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll('1.3.0', '1.2.0'));
    expect(refusal('')).toMatchInlineSnapshot(
      `"125 closecall: tiny.repro.json does not show its finding on tiny@1.2.0 any more, on which it was found; other versions would tell nothing. Retry it first: closecall retry tiny.repro.json --with tiny@1.2.0"`,
    );
    writeFileSync(path, text);
  }, 240_000);
});

test('the releases of undici that crash when a body is read late are told from those that do not', () => {
  const cache = makeFolder();
  const npm = makeFakeNpm();
  for (const version of ['7.25.0', '7.26.0', '7.30.2', '8.4.0', '8.6.0']) {
    warmCache(cache, [`undici@${version}`]);
    npm.publish('undici', version, {});
  }
  const repro =
    'scenarios/plain-undici/read-late/repros/plain-undici-read-late-late-crash-8ae176adbaf2.repro.json';
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/closecall.mjs', 'bisect', repro, '--neighbours', '0', '--reporter', 'json'],
    { cwd: ROOT, env: { PATH: npm.path, CLOSECALL_CACHE: cache }, encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(stderr);
  const { lines } = JSON.parse(stdout) as BisectResult;
  expect(
    lines.map(({ major, ranges }) => [major, ...ranges.map((range) => [range.firstBad, range.lastBad])]),
  ).toEqual([
    ['8', ['8.4.0', '8.4.0']],
    ['7', ['7.26.0', '7.30.2']],
  ]);
  expect(npm.asked()).toEqual([]);
}, 240_000);
