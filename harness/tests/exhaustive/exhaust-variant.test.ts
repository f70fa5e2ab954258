// A tree walked by workers: by any number of them, in one go or in several, with runs that take their process down.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatCase } from '../../model/case.ts';
import type { PackageUnderTest } from '../../model/package-spec.ts';
import { smallScenario } from './enumerate.ts';
import { VariantState, type VariantEntry } from '../../campaign/variant-state.ts';
import { exhaustVariant, type ExhaustOptions } from '../../campaign/exhaustive/exhaust-variant.ts';
import { makeCertificate } from '../../campaign/exhaustive/make-certificate.ts';
import type { Certificate } from '../../model/certificate.ts';

/** Each starts many processes. */
const TIMEOUT_MS = 180_000;

const NO_PACKAGES: PackageUnderTest[] = [];
const SOURCE = { sourceHash: 'abc', versions: { closecall: '0', node: 'v0', packages: {} } };

type Walked = { certificate: Certificate; entries: VariantEntry[]; saved: string[]; state: VariantState };

async function walk(
  scenario: string,
  variant: string,
  bound: number,
  change: Partial<ExhaustOptions> = {},
): Promise<Walked> {
  const { state = new VariantState() } = change;
  const entries: VariantEntry[] = [];
  const saved: string[] = [];
  const { outcome, cut } = await exhaustVariant({
    file: change.file ?? smallScenario(scenario),
    scenario,
    variant,
    bound,
    workers: 1,
    progressFile: join(mkdtempSync(join(tmpdir(), 'closecall-test-')), 'progress'),
    budgetMs: undefined,
    nowMs: () => 0,
    signal: undefined,
    onFound: (found) => {
      saved.push(`${found.code || found.oracle} #${found.firstCase}: ${formatCase(found.shrunk)}`);
      return 'saved';
    },
    onBatch: () => {},
    ...change,
    state,
    onEntry: (entry) => {
      entries.push(structuredClone(entry));
      change.onEntry?.(entry);
    },
  });
  const walked = { scenario, variant, bound, tree: state.tree, outcome, cut };
  return { certificate: makeCertificate(walked, SOURCE, NO_PACKAGES), entries, saved, state };
}

/** What a journal with these entries would bring back. */
function stateOf(entries: readonly VariantEntry[]): VariantState {
  const state = new VariantState();
  for (const entry of entries) state.apply(entry);
  return state;
}

describe('a tree', { timeout: TIMEOUT_MS }, () => {
  test(
    'comes to the same, whoever walks it, and wherever the walk was broken off',
    async () => {
      const whole = await walk('suspended', 'two', 3);
      expect(whole.certificate).toMatchObject({ isComplete: true, gaps: [], actions: ['flip'], bound: 3 });
      expect(whole.certificate.findings).toHaveLength(1);
      expect(whole.certificate.runs).toBeGreaterThan(whole.certificate.traces.count);
      const [finding] = whole.certificate.findings;
      expect(finding!.firstCase).toBeGreaterThan(0);
      expect(whole.saved).toEqual([expect.stringContaining(`#${finding!.firstCase}: suspended/two do[flip`)]);
      expect((await walk('suspended', 'two', 3, { workers: 3 })).certificate).toEqual(whole.certificate);

      // Broken off after any entry, and taken up by another number of workers.
      const spans = whole.entries.flatMap(({ kind }, index) => (kind === 'span' ? [index] : []));
      for (const end of [1, spans[Math.floor(spans.length / 2)]!, whole.entries.length - 2]) {
        const state = stateOf(whole.entries.slice(0, end + 1));
        expect(state.isClosed).toBe(false);
        const resumed = await walk('suspended', 'two', 3, { state, workers: 2 });
        expect(resumed.certificate).toEqual(whole.certificate);
      }
      const again = await walk('suspended', 'two', 3, { state: stateOf(whole.entries) });
      expect(again.entries).toEqual([]);
      expect(again.certificate).toEqual(whole.certificate);
    },
    TIMEOUT_MS,
  );

  test('that was cut says so, keeps what was found, and goes on from there', async () => {
    const whole = await walk('suspended', 'one', 3);
    const cut = await walk('suspended', 'one', 3, { runLimit: 100 });
    expect(cut.certificate.isComplete).toBe(false);
    expect(cut.certificate.gaps).toEqual([
      expect.stringMatching(/^the limit of runs was reached, in \d+ of \d+ units$/),
    ]);
    expect(cut.certificate.runs).toBeGreaterThanOrEqual(100);
    expect(cut.certificate.runs).toBeLessThan(whole.certificate.runs);
    expect(cut.saved).toEqual(whole.saved);
    const rest = await walk('suspended', 'one', 3, { state: stateOf(cut.entries) });
    expect(rest.certificate).toEqual(whole.certificate);

    const controller = new AbortController();
    const stopped = await walk('suspended', 'one', 3, {
      signal: controller.signal,
      onEntry: ({ kind }) => kind === 'span' && controller.abort(),
    });
    expect(stopped.certificate.gaps[0]).toMatch(/^interrupted, in/);
    const late = await walk('suspended', 'one', 3, { budgetMs: 0 });
    expect(late.certificate.gaps[0]).toMatch(/^the time was over, in/);
  });

  test('is about as large as it was estimated, and ends at its size', async () => {
    const estimates: number[] = [];
    const { certificate } = await walk('suspended', 'three', 3, {
      onBatch: (runs, estimate) => {
        expect(estimate).toBeGreaterThanOrEqual(runs);
        estimates.push(estimate);
      },
    });
    expect(estimates.at(-1)).toBe(certificate.runs);
    expect(certificate.estimate! / certificate.runs).toBeGreaterThan(0.5);
    expect(certificate.estimate! / certificate.runs).toBeLessThan(2);
  });
});

describe('a run that takes its process down', { timeout: TIMEOUT_MS }, () => {
  test(
    'is a finding, and all else is walked',
    async () => {
      const { certificate, saved, state } = await walk('deaths', 'fragile', 2, { workers: 2 });
      const robust = await walk('deaths', 'robust', 2);
      expect(robust.certificate).toMatchObject({ isComplete: true, findings: [] });
      expect(saved).toEqual([expect.stringMatching(/^signal:SIGKILL #\d+: deaths\/fragile do\[disturb @ /)]);
      const deaths = state.tree.losses.length;
      expect(deaths).toBeGreaterThan(1);
      expect(certificate.gaps).toEqual([
        `${deaths} runs took the process down: what departs from there was not run`,
      ]);
      expect(certificate.isComplete).toBe(false);
      expect(certificate.findings).toMatchObject([{ oracle: 'crash', code: 'signal:SIGKILL', runs: deaths }]);
      // What was not run is what died, and what departs from it.
      const { runs } = certificate;
      expect(runs).toBeLessThan(robust.certificate.runs);
      expect(runs + deaths).toBeGreaterThan(robust.certificate.runs / 2);
    },
    TIMEOUT_MS,
  );

  test('leaves nothing to walk when it is the natural one', async () => {
    const { certificate, saved } = await walk('deaths', 'stillborn', 1);
    expect(saved).toEqual(['signal:SIGKILL #0: deaths/stillborn natural']);
    expect(certificate).toMatchObject({ runs: 0, isComplete: false });
    expect(certificate.gaps).toContain('the natural run takes the process down: no other case was run');
  });
});

test(
  'a client with an address of its own is told of it, and nothing is certified',
  { timeout: TIMEOUT_MS },
  async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'closecall-test-')), 'elsewhere.scenario.mjs');
    writeFileSync(
      file,
      `export default {
      name: 'elsewhere', variants: { only: {} }, gateway: 'text', subject: () => undefined,
      actors: { reader: async ({ signal }) => { await (await fetch('https://api.example.com/', { signal })).text(); } },
    };`,
    );
    const { certificate, entries } = await walk('elsewhere', 'only', 1, { file });
    expect(certificate).toMatchObject({ runs: 0, isComplete: false });
    expect(entries).toContainEqual({
      kind: 'problem',
      problem: expect.objectContaining({
        kind: 'scenario',
        what: expect.stringMatching(/^no request comes to the gateway in the natural run: /),
      }),
    });
  },
);

test(
  'a run that leaves its process unfit costs the process: the walk goes on in another, and nothing is missing',
  async () => {
    const [untidy, robust] = [await walk('deaths', 'untidy', 2), await walk('deaths', 'robust', 2)];
    const { runs, findings, isComplete } = untidy.certificate;
    expect(findings).toMatchObject([{ oracle: 'leaked-handle' }]);
    expect({ runs, isComplete }).toEqual({ runs: robust.certificate.runs, isComplete: true });
  },
  TIMEOUT_MS,
);

test('a scenario that cannot be loaded is told of', async () => {
  const file = fileURLToPath(new URL('../../campaign/tests/unloadable/scenario.ts', import.meta.url));
  const { certificate, state } = await walk('suspended', 'one', 1, { file });
  expect(state.outcome().problems).toMatchObject([{ kind: 'scenario' }]);
  expect(certificate.isComplete).toBe(false);
});
