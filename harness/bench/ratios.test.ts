// Figures of the bench from times that are known.
import { expect, test } from 'vitest';
import { renderJson, renderTable, type Times } from './ratios.ts';

/** The ratios of loopback are 4, 2 and 6, those to the floor 2, 1 and 4. */
const ROUNDS: Times[] = [
  { simulated: 100, loopback: 400, floor: 50 },
  { simulated: 200, loopback: 400, floor: 200 },
  { simulated: 400, loopback: 2_400, floor: 100 },
];

test('JSON has the three ratios and nothing else, each the median of the ratios of the rounds', () => {
  expect(JSON.parse(renderJson({ rounds: ROUNDS, heapGrowthMb: 0.25, heapToCase: 50_000 }))).toStrictEqual({
    simVsLoopback: 4,
    simTimeVsFloor: 2,
    heapGrowthMb: 0.25,
  });
});

test('JSON says null for what was not measured', () => {
  expect(renderJson({ rounds: [], heapGrowthMb: undefined, heapToCase: 50_000 })).toBe(
    '{"simVsLoopback":null,"simTimeVsFloor":null,"heapGrowthMb":null}\n',
  );
});

test('the table has the times, the ratios and the method', () => {
  expect(renderTable({ rounds: ROUNDS, heapGrowthMb: 0.25, heapToCase: 50_000 })).toMatchInlineSnapshot(`
    "CPU time of the process that does the work (user and system), per case: the natural run of btw/renders/per-call, two
    calls. Fresh processes in turn, each warmed up; ratios within a round. Median of all rounds, then least and most.

                                                  median   least    most
    simulated, microseconds                          200     100     400
    loopback, microseconds                           400     400    2400
    floor, microseconds                              100      50     200
    simVsLoopback, the more the better              4.00    2.00    6.00
    simTimeVsFloor, the less the better             2.00    1.00    4.00
    heapGrowthMb, from 5,000 to 50,000 cases        0.25
    "
  `);
  expect(renderTable({ rounds: [], heapGrowthMb: 0.25, heapToCase: 50_000 })).toMatch(
    /^heapGrowthMb.* 0\.25\n$/,
  );
});

test('workers have a table and a ratio of their own', () => {
  const workers = [
    { together: 900, apart: 1_000 },
    { together: 950, apart: 1_000 },
    { together: 1_000, apart: 1_000 },
  ];
  const measured = { rounds: [], heapGrowthMb: undefined, heapToCase: 50_000, workers };
  expect(JSON.parse(renderJson(measured))).toMatchObject({ workersVsProcesses: 0.95 });
  expect(renderTable(measured)).toMatch(/^Cases per second[^]*workersVsProcesses.* 0\.95 +0\.90 +1\.00\n$/);
});
