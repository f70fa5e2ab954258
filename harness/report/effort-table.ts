// A campaign's result → what each variant was put through: cancellations by the phase they landed in, and faults that
// struck. With it "clean" can be told from "never tried".
import { CANCEL_PHASES, type CampaignResult } from '../model/campaign-result.ts';
import { formatCount } from '../model/format-count.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Cell, type Column } from './text-table.ts';

/** The lines of the table; text in `result` must be printable already. */
export function renderEffortTable(result: CampaignResult, screen: Screen): string[] {
  const columns: Column[] = [
    { title: 'scenario/variant' },
    { title: 'cases', align: 'right' },
    ...CANCEL_PHASES.map((title): Column => ({ title, align: 'right' })),
    { title: 'faults that struck' },
  ];
  const rows = result.variants.map((variant): Cell[] => [
    `${variant.scenario}/${variant.name}`,
    formatCount(variant.cases),
    ...CANCEL_PHASES.map((phase) => formatCount(variant.cancellations[phase])),
    listFaults(variant.faults),
  ]);
  return renderTable(columns, rows, screen);
}

function listFaults(faults: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(faults).filter(([, count]) => count > 0);
  if (kinds.length === 0) return 'none';
  return kinds
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([kind, count]) => `${kind} ${formatCount(count)}`)
    .join(', ');
}
