// `npm run bench`: speed, memory, workers and power as ratios against named baselines, what shrinks to what, and how well failures are
// grouped, all in one run. Rounds of fresh processes in turn (simulated, loopback, floor), so that a machine whose speed drifts slows
// all three alike; the median round counts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClosecallError } from '../model/closecall-error.ts';
import { HEAP_FROM_CASE, readBenchOptions, refuse, type BenchOptions } from './bench-options.ts';
import { WORKLOAD_NAMES } from './exchange.ts';
import { renderGrouping, scoreRules } from './grouping/grouping-tables.ts';
import { FailuresFile } from './grouping/failures-file.ts';
import { measureGrouping } from './grouping/measure-grouping.ts';
import { measureShrinks } from './measure-shrinks.ts';
import { renderShrinks } from './shrink-table.ts';
import { measureWorkers } from './measure-workers.ts';
import { measurePower } from './power/measure-power.ts';
import { renderPower } from './power/power-tables.ts';
import { ResultsFile } from './power/results-file.ts';
import { listGenerationPlaces, listPlantedPlaces, type TargetPlace } from './power/targets.ts';
import { renderJson, renderTable, type Times } from './ratios.ts';
import { makeGarden } from '../tests/planted/plant.ts';

/** Rounds, and the cases of each process before and while it is measured. */
const ROUNDS = 5;
const WARM_UP_CASES = 3_000;
const CASES = 3_000;

/** Seeds whose first failing case is shrunk. */
const SHRINK_SEEDS = 5;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

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

function measureHeap(toCase: number): number {
  const args = [HEAP_FROM_CASE, toCase];
  return (runChild('./heap-child.ts', args, ['--expose-gc']) as { heapGrowthMb: number }).heapGrowthMb;
}

/** Every place in which something is expected, those of planted defects in copies that are gone afterwards. */
async function withPlaces(use: (places: readonly TargetPlace[]) => Promise<string>): Promise<string> {
  const garden = makeGarden();
  try {
    return await use([...(await listGenerationPlaces()), ...listPlantedPlaces(garden)]);
  } finally {
    rmSync(garden, { recursive: true });
  }
}

/** Measures what is missing of the targets that are asked for; what is said of them comes from the file alone. */
async function measurePowerPart(
  { json, power }: BenchOptions,
  every: readonly TargetPlace[],
): Promise<string> {
  const isChosen = (target: string): boolean =>
    power.targets.length === 0 || power.targets.some((start) => target.startsWith(start));
  const places = every.filter(({ targets }) => targets.some(isChosen));
  if (places.length === 0)
    refuse(`no target begins with ${power.targets.map((name) => `"${name}"`).join(' or ')}.`);
  mkdirSync(dirname(power.results), { recursive: true });
  const results = new ResultsFile(power.results);
  await measurePower(places, results, { ...power, onProgress: say });
  const chosen = new Set(
    places.flatMap(({ targets, planted }) => (planted ? [...targets, planted.clean.target] : targets)),
  );
  const rendered = renderPower(results.measurements.filter(({ target }) => chosen.has(target)));
  if (json) return `${JSON.stringify(rendered)}\n`;
  return Object.values(rendered)
    .filter((part) => part !== '')
    .join('\n');
}

async function measureShrinkPart({ json }: BenchOptions): Promise<string> {
  const rows = await measureShrinks(SHRINK_SEEDS, '', ({ name }) => say(`shrunk: ${name}`));
  return json ? `${JSON.stringify(rows)}\n` : renderShrinks(rows);
}

function sayCollected(label: string, failures: number): void {
  say(`collected: ${label}, ${failures} failures`);
}

async function measureGroupingPart(
  { json, failures: path }: BenchOptions,
  places: readonly TargetPlace[],
): Promise<string> {
  if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
  const collected = await measureGrouping(places, new FailuresFile(path), sayCollected);
  return json
    ? `${JSON.stringify(scoreRules(collected))}\n`
    : Object.values(renderGrouping(collected)).join('\n');
}

async function measure(options: BenchOptions): Promise<void> {
  const { parts, json, heapToCase } = options;
  const rounds: Times[] = [];
  for (let i = 0; parts.includes('speed') && i < ROUNDS; i++) {
    rounds.push(measureRound());
    say(`round ${i + 1} of ${ROUNDS}`);
  }
  // A ratio of speed alone needs no heap, but whoever asks for its JSON gets all three figures.
  const needsHeap = parts.includes('heap') || (json && parts.includes('speed'));
  const heapGrowthMb = needsHeap ? measureHeap(heapToCase) : undefined;
  const workers = parts.includes('workers') ? await measureWorkers(say) : undefined;
  if (parts.some((part) => part === 'speed' || part === 'heap' || part === 'workers'))
    process.stdout.write((json ? renderJson : renderTable)({ rounds, heapGrowthMb, heapToCase, workers }));
  const print = (part: string): void => void process.stdout.write(`${json ? '' : '\n'}${part}`);
  if (parts.includes('power')) print(await withPlaces((places) => measurePowerPart(options, places)));
  if (parts.includes('shrink')) print(await measureShrinkPart(options));
  if (parts.includes('grouping')) print(await withPlaces((places) => measureGroupingPart(options, places)));
}

try {
  await measure(readBenchOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof ClosecallError)) throw error;
  say(`bench: ${error.message}`);
  process.exitCode = 2;
}
