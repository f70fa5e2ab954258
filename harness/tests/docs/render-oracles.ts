// Notes of oracles → the catalogue.
import { markdownTable } from '../../bench/markdown-table.ts';
import { ORACLES } from '../../model/finding.ts';
import { ORACLE_NOTES } from './oracle-notes.ts';

/** All oracles, a section each. */
export function renderOracles(): string {
  return ORACLES.map((name) => {
    const { promise, judged, codes, example, cure } = ORACLE_NOTES[name];
    const rows = Object.entries(codes).map(([code, says]) => [code === '…' ? '…' : `\`${code}\``, says]);
    return [
      `### ${name}`,
      '',
      `Promise: ${promise}.`,
      '',
      judged,
      '',
      markdownTable([['code', 'what it says'], ...rows]).trimEnd(),
      '',
      `Example: ${example}`,
      '',
      cure,
    ].join('\n');
  }).join('\n\n');
}
