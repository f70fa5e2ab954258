// Scenarios as tests of vitest, seen by whoever runs vitest: a vitest inside the test, with the reporters that people use.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../cli/parse-command-line.ts';
import { ROOT } from '../explore-for-test.ts';

type Assertion = { fullName: string; status: string; failureMessages: string[] };

let out: string;

/** What a vitest with these arguments says. */
function runVitest(...args: string[]): {
  code: number | null;
  text: string;
  results: Map<string, Assertion>;
} {
  const json = join(out, 'results.json');
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', '.', '--reporter=default', '--reporter=json', `--outputFile=${json}`, ...args],
    {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', OUT_FOR_TEST: join(out, 'found') },
    },
  );
  const { testResults } = JSON.parse(readFileSync(json, 'utf8')) as {
    testResults: { assertionResults: Assertion[] }[];
  };
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  return { code: status, text: stdout + stderr, results: new Map(all.map((one) => [one.fullName, one])) };
}

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'closecall-test-'));
});

describe('a scenario', () => {
  test('is a test per variant, which passes, shows what it may, or fails with the finding', () => {
    const { code, text, results } = runVitest('run-streams');
    expect(code).toBe(1);
    expect([...results].map(([name, { status }]) => `${name}: ${status}`)).toEqual([
      'streams reads: passed',
      'streams throws: failed',
      'streams leaks: passed',
    ]);
    const [message] = results.get('streams throws')!.failureMessages;
    expect(message).toContain('crash RangeError');
    expect(message).toContain('! cancel reader');
    expect(message).toMatch(/^ {4}at failLater \(.*streams[\\/]read-and-throw\.ts:\d+:\d+\)$/m);
    // The line of the client that threw, as vitest shows it.
    expect(text).toMatch(/> ?.*throw new RangeError|throw new RangeError\('nobody catches this'\)/);
    const command = /Replay: npx closecall (replay \S+)/.exec(message!)![1]!;
    expect(parseCommandLine(command.split(' '))).toMatchObject({ command: 'replay' });
  });

  test('tries what was saved first, and says what no longer fails', () => {
    const folder = join(out, 'found', 'streams-throws');
    const [repro] = readdirSync(folder).filter((name) => name.endsWith('.repro.json'));
    const tried = runVitest('run-streams', '-t', 'throws').results.get('streams throws')!;
    expect(tried.failureMessages[0]).toContain(repro);
    // As if the client had been mended since.
    const mended = join(out, 'found', 'streams-reads', repro!);
    const text = readFileSync(join(folder, repro!), 'utf8')
      .replace('"variant": "throws"', '"variant": "reads"')
      .replace(/"sourceHash": ".*"/, '"sourceHash": "of before"');
    expect(text).toContain('"variant": "reads"');
    writeFileSync(mended, text);
    const { code, text: said } = runVitest('run-streams', '-t', 'reads');
    expect(code).toBe(0);
    expect(said).toContain('no longer fails');
  });

  test('is left out by -t and by --shard as other tests are', () => {
    const { code, results } = runVitest('run-streams', '-t', 'leaks');
    expect([code, results.get('streams reads')?.status]).toEqual([0, 'skipped']);
  });
});

test('with fake timers on, it says what to do', () => {
  const { code, results } = runVitest('run-with-fake-timers');
  expect(code).toBe(1);
  expect(results.get('streams reads')!.failureMessages[0]).toContain('call vi.useRealTimers()');
});
