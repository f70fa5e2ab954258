// Hunts for every planted bug and prints the table of planted/README.md: node harness/tests/planted/main.ts [--only NAME] [--json]
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Defect } from './defect.ts';
import { DEFECTS } from './defects.ts';
import { huntAll, type HuntResult } from './hunt.ts';
import { CASES, huntDefect } from './hunt-defect.ts';
import { makeGarden } from './plant.ts';

const HUNTERS = 2;

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean' } } });
const chosen = DEFECTS.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) throw new Error(`no planted bug is called "${values.only}"; see defects.ts`);
const garden = makeGarden();
try {
  const results = await huntAll(chosen, HUNTERS, async (defect, hunter) => {
    const result = await huntDefect(defect, garden, hunter, true);
    process.stderr.write(`${defect.name}: ${result.kind}\n`);
    return { defect, result };
  });
  if (values.json === true) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
  else process.stdout.write(renderTable(results));
} finally {
  rmSync(garden, { recursive: true });
}

function renderTable(results: readonly { defect: Defect; result: HuntResult }[]): string {
  const rows = results.map(({ defect, result }) => {
    const { name, scenario, variant, caughtBy } = defect;
    const told = caughtBy === undefined ? 'nobody' : `${caughtBy.oracle}: ${caughtBy.code}`;
    const [first, size] = result.kind === 'found' ? [result.firstCase, result.size] : [`> ${CASES}`, ''];
    return [name, `${scenario} ${variant}`, told, String(first), String(size)];
  });
  const heads = ['defect', 'explored in', 'told by', 'first case', 'elements'];
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |\n`;
  return [heads, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}
