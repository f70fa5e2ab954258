// Tries of a saved failure on real sockets: every outcome as a screen, an exit code and JSON.
import { expect, test } from 'vitest';
import type { LoopbackOutcome } from '../model/replay-outcome.ts';
import { decideLoopbackExit, renderLoopbackJson, renderLoopbackScreen } from './loopback-screen.ts';
import { plainScreen } from './screen.ts';
import { sampleHolder, sampleRepro, sampleUnsettled } from '../model/tests/sample-result.ts';

const all: LoopbackOutcome = {
  file: 'reports/a.repro.json',
  repro: sampleRepro,
  outcome: 'confirmed',
  changes: [],
  confirmed: 10,
  tries: 10,
  notConfirmable: 0,
  sameTrace: 10,
  reasons: [],
  holders: [],
  unsettled: [],
};
const unreached = 'real sockets did not show step 14 within 5000 ms (simulated: 250 ms c0<#2 head)';
const parted = 'nothing was found; the runs part in step 9: 0 ms c0<#1 RST (simulated: 0 ms c0<#1 FIN)';

const outcomes: [string, LoopbackOutcome, number][] = [
  ['confirmed every time', all, 1],
  [
    'confirmed in some tries',
    {
      ...all,
      confirmed: 7,
      notConfirmable: 1,
      sameTrace: 7,
      reasons: [unreached, parted],
      holders: [sampleHolder],
      unsettled: [sampleUnsettled],
    },
    1,
  ],
  [
    'never confirmed, with a client that has changed',
    {
      ...all,
      outcome: 'not confirmed',
      confirmed: 0,
      tries: 1,
      sameTrace: 0,
      reasons: [parted],
      changes: ['undici was 8.12.4, is 8.13.0'],
    },
    0,
  ],
  [
    'not confirmable',
    {
      ...all,
      outcome: 'not confirmable',
      confirmed: 0,
      notConfirmable: 10,
      sameTrace: 0,
      reasons: [unreached],
    },
    125,
  ],
];

test.each(outcomes)('a case that is %s', (_name, outcome, code) => {
  expect(renderLoopbackScreen(outcome, plainScreen(90))).toMatchSnapshot();
  expect(decideLoopbackExit(outcome).code).toBe(code);
  const json = JSON.parse(renderLoopbackJson(outcome)) as Record<string, unknown>;
  const { confirmed, tries, notConfirmable } = outcome;
  expect(json).toMatchObject({
    format: 'closecall-loopback',
    confirmed,
    tries,
    notConfirmable,
    exit: { code },
  });
  expect(json['repro']).not.toHaveProperty('steps');
});
