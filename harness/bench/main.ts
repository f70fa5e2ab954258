// `npm run bench`: speed and memory as ratios against named baselines, all in one run. Rounds of fresh processes in turn
// (simulated, loopback, floor), so that a machine whose speed drifts slows all three alike; the median round counts.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { suggestName } from '../model/closecall-error.ts';
import { WORKLOAD_NAMES } from './exchange.ts';
import { measureShrinks } from './measure-shrinks.ts';
import { renderShrinks } from './shrink-table.ts';
import { renderJson, renderTable, type Times } from './ratios.ts';

/** Rounds, and the cases of each process before and while it is measured. */
const ROUNDS = 5;
const WARM_UP_CASES = 3_000;
const CASES = 3_000;
/** Between these cases of one process the heap must not grow. */
const HEAP_FROM_CASE = 5_000;
const HEAP_TO_CASE = 50_000;

const PARTS = ['speed', 'heap', 'shrink'] as const;

/** Seeds whose first failing case is shrunk. */
const SHRINK_SEEDS = 5;
const OPTIONS = { only: { type: 'string' }, json: { type: 'boolean' } } as const;

function runChild(script: string, args: readonly (string | number)[], nodeOptions: string[] = []): unknown {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const argv = ['--no-deprecation', ...nodeOptions, file, ...args.map(String)];
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
}

function measureRound(): Times {
  const entries = WORKLOAD_NAMES.map((name) => {
    const { cpuMicrosPerCase } = runChild('./measure-child.ts', [name, WARM_UP_CASES, CASES]) as {
      cpuMicrosPerCase: number;
    };
    return [name, cpuMicrosPerCase] as const;
  });
  return Object.fromEntries(entries) as Times;
}

function measureHeap(): number {
  const args = [HEAP_FROM_CASE, HEAP_TO_CASE];
  return (runChild('./heap-child.ts', args, ['--expose-gc']) as { heapGrowthMb: number }).heapGrowthMb;
}

function refuse(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}

function readOptions(): { parts: readonly string[]; json: boolean } {
  const { values, tokens } = parseArgs({ options: OPTIONS, strict: false, tokens: true });
  for (const token of tokens)
    if (token.kind === 'positional') refuse(`unexpected argument "${token.value}"`);
    else if (token.kind === 'option' && !(token.name in OPTIONS)) {
      const near = suggestName(token.name, Object.keys(OPTIONS));
      refuse(`unknown option "${token.rawName}".${near === undefined ? '' : ` Did you mean "--${near}"?`}`);
    }
  const { only } = values;
  if (only !== undefined && !PARTS.includes(only as never))
    refuse(`unknown part "${String(only)}". Known: ${PARTS.join(', ')}.`);
  return { parts: only === undefined ? PARTS : [String(only)], json: values.json === true };
}

const { parts, json } = readOptions();
const rounds: Times[] = [];
for (let i = 0; parts.includes('speed') && i < ROUNDS; i++) {
  rounds.push(measureRound());
  process.stderr.write(`round ${i + 1} of ${ROUNDS}\n`);
}
// A ratio of speed alone needs no heap, but whoever asks for JSON gets all three figures.
const heapGrowthMb = parts.includes('heap') || json ? measureHeap() : undefined;
if (json || parts.includes('speed') || parts.includes('heap'))
  process.stdout.write((json ? renderJson : renderTable)({ rounds, heapGrowthMb }));
if (parts.includes('shrink') && !json) {
  const rows = await measureShrinks(SHRINK_SEEDS, '', ({ name }) =>
    process.stderr.write(`shrunk: ${name}\n`),
  );
  process.stdout.write(`\n${renderShrinks(rows)}`);
}
