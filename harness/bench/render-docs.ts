// The committed measurements → the tables of docs/benchmarks.md, between their marks: node harness/bench/render-docs.ts
// No figure of those tables is written by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../tests/explore-for-test.ts';
import { renderPower } from './power/power-tables.ts';
import { readMeasurements } from './power/results-file.ts';

/** The document, and the measurements that it tells of. */
export const DOCUMENT = join(ROOT, 'docs/benchmarks.md');
export const MEASUREMENTS: readonly string[] = [
  'docs/benchmarks-power.json', // The generations of the client.
  'docs/benchmarks-planted.json', // Planted defects, by the strategies; and by the baselines:
  'docs/benchmarks-baselines.json',
].map((path) => join(ROOT, path));

/** The text with each part between `<!-- NAME -->` and `<!-- /NAME -->` in it. Throws when a part has no place, or no end. */
export function fillIn(text: string, parts: Readonly<Record<string, string>>): string {
  let filled = text;
  for (const [name, part] of Object.entries(parts)) {
    const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const [from, to] = [filled.indexOf(begin), filled.indexOf(end)];
    if (from < 0 || to < from)
      throw new Error(`there is no place for "${name}", expected ${begin.trim()} and ${end} behind it`);
    filled = `${filled.slice(0, from + begin.length)}\n${part}\n${filled.slice(to)}`;
  }
  return filled;
}

/** The document as the measurements make it. */
export function renderDocument(): string {
  return fillIn(readFileSync(DOCUMENT, 'utf8'), renderPower(MEASUREMENTS.flatMap(readMeasurements)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(DOCUMENT, renderDocument());
