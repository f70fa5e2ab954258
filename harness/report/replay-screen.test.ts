// Every outcome of replay and retry: its screen, its exit code, its JSON.
import { describe, expect, test } from 'vitest';
import type { ReplayOutcome, RetryOutcome } from '../model/replay-outcome.ts';
import { decideReplayExit, renderReplayJson, renderReplayScreen } from './replay-screen.ts';
import { decideRetryExit, renderRetryJson, renderRetryScreen } from './retry-screen.ts';
import { plainScreen } from './screen.ts';
import { sampleFinding, sampleInterleaving, sampleRepro } from '../model/tests/sample-result.ts';

const screen = plainScreen(90);
const finding = { ...sampleFinding, step: 15 };
const replay: ReplayOutcome = {
  file: 'reports/a.repro.json',
  repro: sampleRepro,
  outcome: 'reproduced',
  reasons: [],
  traceHash: sampleRepro.traceHash,
  finding,
  interleaving: sampleInterleaving,
};
const { finding: _finding, interleaving: _interleaving, ...bare } = replay;
const death: ReplayOutcome = {
  ...bare,
  repro: { ...sampleRepro, oracle: 'crash', code: 'spin', evidence: 'native', traceHash: '', steps: [] },
  traceHash: '',
  finding: { ...finding, message: 'spun: one run took more than 10 s of processor time', places: [] },
};
const replays: [ReplayOutcome, number][] = [
  [replay, 1],
  [death, 1],
  [{ ...bare, outcome: 'not reproduced', reasons: ['the run ended without a finding'] }, 0],
  [
    {
      ...bare,
      outcome: 'diverged',
      difference: { step: 14, expected: 'c0<#2 head', actual: 'timer#0 fired' },
    },
    125,
  ],
  [
    {
      ...bare,
      outcome: 'stale',
      reasons: ['undici was 8.12.4, is 8.13.0', 'the source of the scenario changed'],
    },
    125,
  ],
];

test('what was confirmed when it was saved is told with where that was', () => {
  const tried = { confirmed: 9, tries: 10, notConfirmable: 1, node: 'v24.21.0', platform: 'linux x64' };
  const outcome: ReplayOutcome = { ...replay, repro: { ...sampleRepro, confirmation: tried } };
  const line = 'saved as confirmed 9 of 10 on real sockets (1 not confirmable), on Node 24.21.0, linux x64';
  expect(renderReplayScreen(outcome, screen, 'npx closecall').replaceAll(/\s+/g, ' ')).toContain(line);
  expect(JSON.parse(renderReplayJson(outcome))).toMatchObject({ repro: { confirmation: tried } });
});

test('what was recorded on another version of a package says so, and one that is tried instead is tried again', () => {
  const recorded = { ...bare, repro: { ...sampleRepro, with: ['undici@8.5.0'] } };
  const show = (outcome: ReplayOutcome): string => renderReplayScreen(outcome, screen, 'npx closecall');
  expect(show({ ...recorded, outcome: 'not reproduced', with: ['undici@8.5.0'] })).toMatchSnapshot();
  const reasons = ['undici was 8.5.0, is 8.6.0'];
  expect(show({ ...recorded, outcome: 'stale', reasons, with: ['undici@8.6.0'] })).toMatchSnapshot();
  const retried = { file: 'reports/a.repro.json', repro: sampleRepro, neighbours: 200, inconclusive: 0 };
  const screenOfRetry = renderRetryScreen(
    { ...retried, outcome: 'not reproduced', with: ['undici@8.6.0'] },
    screen,
  );
  expect(screenOfRetry).toMatchSnapshot();
});

describe('replay', () => {
  test.each(replays)('shows a run that is $outcome', (outcome, code) => {
    expect(renderReplayScreen(outcome, screen, 'npx closecall')).toMatchSnapshot();
    expect(decideReplayExit(outcome).code).toBe(code);
    const json = JSON.parse(renderReplayJson(outcome)) as Record<string, unknown>;
    expect(json).toMatchObject({ format: 'closecall-replay', outcome: outcome.outcome, exit: { code } });
    expect(json['repro']).not.toHaveProperty('steps');
  });
});

const retry: RetryOutcome = {
  file: 'reports/a.repro.json',
  repro: sampleRepro,
  outcome: 'reproduced',
  neighbours: 200,
  inconclusive: 0,
};
const retries: [RetryOutcome, number][] = [
  [{ ...retry, finding, interleaving: sampleInterleaving }, 1],
  [{ ...retry, reproducedBy: { neighbour: 17 }, finding }, 1],
  [{ ...retry, outcome: 'not reproduced', inconclusive: 2 }, 0],
  [{ ...retry, outcome: 'inconclusive', inconclusive: 190 }, 125],
];

describe('retry', () => {
  test.each(retries)('shows a run that is $outcome', (outcome, code) => {
    expect(renderRetryScreen(outcome, screen)).toMatchSnapshot();
    expect(decideRetryExit(outcome).code).toBe(code);
    expect(JSON.parse(renderRetryJson(outcome))).toMatchObject({
      format: 'closecall-retry',
      outcome: outcome.outcome,
      exit: { code },
    });
  });
});
