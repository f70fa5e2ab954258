// The bench measures what it says: the three workloads read the same answers, and its flags are refused as elsewhere.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../tests/explore-for-test.ts';
import { WORKLOAD_NAMES } from './exchange.ts';
import { readMeasurements } from './power/results-file.ts';

const run = promisify(execFile);
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe('the bench', () => {
  it('measures the power at some targets, and goes on where it ended', async () => {
    const results = join(makeFolder(), 'power.json');
    const args = ['--only', 'power', '--targets', 'btw/left-midway/shared', '--results', results];
    const more = [...args, '--contenders', 'scheduler', '--json', '--seeds'];
    const counts: number[] = [];
    for (const seeds of ['1', '2']) {
      const { stdout } = await run(process.execPath, [script('./main.ts'), ...more, seeds]);
      expect(JSON.parse(stdout)).toMatchObject({
        baselines: expect.stringContaining('| btw/left-midway/shared'),
      });
      counts.push(...readMeasurements(results).map(({ attempts }) => attempts.length));
    }
    expect(counts).toEqual([1, 2]);
  }, 240_000);

  it.each(WORKLOAD_NAMES)('reads the whole answers in the %s workload', async (name) => {
    const { stdout } = await run(process.execPath, [
      '--no-deprecation',
      script('./measure-child.ts'),
      name,
      '1',
      '3',
    ]);
    expect(JSON.parse(stdout)).toEqual({ cpuMicrosPerCase: expect.any(Number) });
  });

  it.each([
    [['--onyl', 'speed'], 'unknown option "--onyl". Did you mean "--only"?'],
    [['--only', 'sped'], 'unknown part "sped". Known: speed, heap, workers, power, shrink, grouping.'],
    [['--only', 'power', '--targets', 'nowhere'], 'no target begins with "nowhere".'],
    [['--contenders', 'portfolo'], 'unknown contender "portfolo". Did you mean "portfolio"?'],
    [['--seeds', 'many'], '--seeds many: expected a whole number from 1 to 10000.'],
    [['--heap-cases', '100'], '--heap-cases 100: expected a whole number from 5001 to 100000000.'],
    [['speed'], 'unexpected argument "speed"'],
  ])('refuses %j', async (args, message) => {
    const failure = await run(process.execPath, [script('./main.ts'), ...args]).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});
