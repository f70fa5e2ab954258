// argv → what is measured, or why not. Nothing is run here.
import { parseArgs } from 'node:util';
import { parseNumber } from '../cli/parse-number.ts';
import { ClosecallError, suggestName } from '../model/closecall-error.ts';
import { CONTENDERS, type ContenderName } from './power/attempt.ts';
import { CASE_CAP, SEEDS } from './power/limits.ts';

/** What can be measured by itself. */
const PARTS = ['speed', 'heap', 'workers', 'power', 'shrink', 'grouping'] as const;
type Part = (typeof PARTS)[number];

/** From this case of one process on, the heap must not grow. */
export const HEAP_FROM_CASE = 5_000;
const HEAP_TO_CASE = 50_000;

/** Seeds of the power part where nothing was asked for: what takes an hour is asked for. */
const SAMPLE_SEEDS = 5;
/** Targets of that sample: a common failure, one that needs a certain order, and a rare one. */
const SAMPLE_TARGETS = ['btw/left-midway/shared', 'event-stream/rotation/guarded'];

const OPTIONS = {
  only: { type: 'string' },
  json: { type: 'boolean' },
  'heap-cases': { type: 'string' },
  targets: { type: 'string' },
  contenders: { type: 'string' },
  seeds: { type: 'string' },
  cap: { type: 'string' },
  results: { type: 'string' },
  failures: { type: 'string' },
} as const;

/** What is asked for. */
export type BenchOptions = {
  parts: readonly Part[];
  json: boolean;
  heapToCase: number;
  /** Where the failures that grouping is measured on are kept, and gone on with; nowhere without. */
  failures: string | undefined;
  power: {
    /** Starts of names of targets; none: all. */
    targets: readonly string[];
    contenders: readonly ContenderName[];
    seeds: number;
    cap: number;
    /** Where the measurements are kept, and gone on with. */
    results: string;
  };
};

/** Reads them. Throws a ClosecallError that says what is wrong. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  for (const token of tokens)
    if (token.kind === 'positional') refuse(`unexpected argument "${token.value}"`);
    else if (token.kind === 'option' && !(token.name in OPTIONS))
      refuse(`unknown option "${token.rawName}".${suggestion(token.name, Object.keys(OPTIONS), '--')}`);
  const text = (name: keyof typeof OPTIONS): string | undefined => {
    const value = values[name];
    return value === undefined ? undefined : String(value);
  };
  const count = (name: keyof typeof OPTIONS, preset: number, most: number, least = 1): number => {
    const given = text(name);
    return given === undefined ? preset : parseNumber(given, `--${name}`, least, most);
  };
  const only = text('only');
  if (only !== undefined && !PARTS.includes(only as Part))
    refuse(`unknown part "${only}". Known: ${PARTS.join(', ')}.`);
  const json = values.json === true;
  // JSON is what other programs read: three figures that take a minute, unless a part is named.
  const parts = only !== undefined ? [only as Part] : json ? PARTS.slice(0, 2) : PARTS;
  const isSample = only === undefined;
  return {
    parts,
    json,
    heapToCase: count('heap-cases', HEAP_TO_CASE, 100_000_000, HEAP_FROM_CASE + 1),
    failures: text('failures'),
    power: {
      targets: text('targets')?.split(',') ?? (isSample ? SAMPLE_TARGETS : []),
      contenders: readContenders(text('contenders')),
      seeds: count('seeds', isSample ? SAMPLE_SEEDS : SEEDS, 10_000),
      cap: count('cap', CASE_CAP, 1_000_000),
      results: text('results') ?? 'reports/bench-power.json',
    },
  };
}

function readContenders(text: string | undefined): readonly ContenderName[] {
  if (text === undefined) return CONTENDERS;
  const names = text.split(',');
  for (const name of names)
    if (!CONTENDERS.includes(name as ContenderName))
      refuse(`unknown contender "${name}".${suggestion(name, CONTENDERS)} Known: ${CONTENDERS.join(', ')}.`);
  return names as ContenderName[];
}

function suggestion(name: string, known: readonly string[], prefix = ''): string {
  const near = suggestName(name, known);
  return near === undefined ? '' : ` Did you mean "${prefix}${near}"?`;
}

/** Throws a ClosecallError for what was asked. */
export function refuse(message: string): never {
  throw new ClosecallError('ERR_BENCH_OPTIONS', message);
}
