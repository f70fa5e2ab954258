// The tables of the code → the pages that tell of them, between their marks: node harness/tests/docs/render-docs.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fillIn } from '../../bench/render-docs.ts';
import { ROOT } from '../explore-for-test.ts';
import { renderCommonFaults, renderFaults, renderFaultTable } from './render-faults.ts';
import { renderOracles } from './render-oracles.ts';
import { renderReference } from './render-reference.ts';

/** Pages with what stands between their marks. */
export const PAGES: Readonly<Record<string, () => Record<string, string>>> = {
  'docs/faults.md': () => ({ common: `${renderCommonFaults()}.`, faults: renderFaults() }),
  'docs/oracles.md': () => ({ oracles: renderOracles() }),
  'docs/reference.md': renderReference,
  'harness/gateway/README.md': () => ({ faults: renderFaultTable() }),
};

/** The page as the tables make it. */
export function renderPage(path: string): string {
  const parts = Object.entries(PAGES[path]!()).map(([name, part]) => [name, `${part}\n`]);
  return fillIn(readFileSync(join(ROOT, path), 'utf8'), Object.fromEntries(parts) as Record<string, string>);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const path of Object.keys(PAGES)) writeFileSync(join(ROOT, path), renderPage(path));
