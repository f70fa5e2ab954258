// A client that ends its process ends no script that is about it: the script says so, and ends by itself.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const at = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

function run(wanted: string, deed: string): { said: string; status: number | null } {
  const script = `import { watchEndings } from ${at('./endings.ts')};
import { outcome } from ${at('./report.ts')};
watchEndings('${wanted}');
setTimeout(() => { try { ${deed} } catch {} }, 1);
const { reproduced, what } = await outcome;
console.log(reproduced, what);
process.exit(reproduced ? 1 : 0);`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return { said: stdout.trim().split('\n').at(-1)!, status };
}

it.each([
  ['process-exit', 'process.exit(3)', 'process.exit(3)'],
  ['process-abort', 'process.abort()', 'process.abort()'],
  ['signal:SIGTERM', 'process.kill(process.pid)', 'process.kill('],
])('%s', (wanted, deed, shown) => {
  const { said, status } = run(wanted, deed);
  expect(said).toContain(`true the client ended its process: ${shown}`);
  expect(status).toBe(1);
});

it('another way to end it is another failure', () => {
  const { said, status } = run('process-abort', 'process.exit(3)');
  expect(said).toBe('false the client ended its process: process.exit(3)');
  expect(status).toBe(0);
});
