// The bench measures what it says: the three workloads read the same answers, and its flags are refused as elsewhere.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WORKLOAD_NAMES } from './exchange.ts';

const run = promisify(execFile);
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe('the bench', () => {
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
    [['--only', 'sped'], 'unknown part "sped". Known: speed, heap.'],
    [['speed'], 'unexpected argument "speed"'],
  ])('refuses %j', async (args, message) => {
    const failure = await run(process.execPath, [script('./main.ts'), ...args]).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});
