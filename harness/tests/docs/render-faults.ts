// Notes of faults → the catalogue, and the table of the gateway's page.
import { markdownTable } from '../../bench/markdown-table.ts';
import { COMMON_FAULTS, CONNECTION_FAULTS, FAULT_KINDS } from '../../model/fault.ts';
import { FAULT_NOTES } from './fault-notes.ts';

/** All faults, a section each, in the order of the table. */
export function renderFaults(): string {
  return FAULT_KINDS.map((kind) => {
    const { parameters, happens, client, source } = FAULT_NOTES[kind];
    return [
      `### ${kind}`,
      '',
      `- On the wire: ${happens}.`,
      `- Parameters: ${parameters === '' ? 'none' : parameters}. On: ${victimOf(kind)}.`,
      `- A client ${client}.`,
      `- Source: ${source}.`,
    ].join('\n');
  }).join('\n\n');
}

/** The kinds that are drawn for a scenario that says nothing, in words. */
export function renderCommonFaults(): string {
  return COMMON_FAULTS.map((kind) => `\`${kind}\``).join(', ');
}

/** The table of harness/gateway/README.md. */
export function renderFaultTable(): string {
  const rows = FAULT_KINDS.map((kind) => [
    `\`${kind}\``,
    FAULT_NOTES[kind].parameters,
    FAULT_NOTES[kind].happens,
  ]);
  return markdownTable([['fault', 'parameters', 'what happens'], ...rows]).trimEnd();
}

function victimOf(kind: (typeof FAULT_KINDS)[number]): string {
  if (kind === 'dns') return '`lookup#N`';
  return CONNECTION_FAULTS.includes(kind) ? '`connection#N`' : '`ROUTE#N`';
}
