// A campaign's result → what of each variant was swept, of how much there is. Empty where cases were drawn.
import type { CampaignResult } from '../model/campaign-result.ts';
import { formatCount } from '../model/format-count.ts';
import type { Screen } from './screen.ts';
import { renderTable, type Cell, type Column } from './text-table.ts';

/** Sections of lines: one, or none. */
export function renderSweep({ variants }: CampaignResult, screen: Screen): string[][] {
  const swept = variants.filter(({ sweep }) => sweep !== undefined);
  const parts = swept[0]?.sweep?.map(({ part }) => part);
  if (parts === undefined) return [];
  const columns: Column[] = [
    { title: 'scenario/variant' },
    ...parts.map((title): Column => ({ title, align: 'right' })),
  ];
  const rows = swept.map(({ scenario, name, sweep = [] }): Cell[] => [
    `${scenario}/${name}`,
    ...sweep.map(({ tried, of }) =>
      tried === of ? `all ${formatCount(of)}` : `${formatCount(tried)} of ${formatCount(of)}`,
    ),
  ]);
  return [
    [
      screen.paint('strong', 'What was swept: actions at every place, faults, and two at once'),
      '',
      ...renderTable(columns, rows, screen),
    ],
  ];
}
