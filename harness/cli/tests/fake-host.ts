// A Host that keeps what is written, and a campaign that runs nothing: the command line without processes or machines.
import { ClosecallError } from '../../model/closecall-error.ts';
import type { CampaignOptions, ScenarioInfo } from '../../campaign/campaign-options.ts';
import { plainScreen } from '../../report/screen.ts';
import { goodResult, sampleRepro } from '../../model/tests/sample-result.ts';
import type { CampaignFunctions } from '../campaign-functions.ts';
import type { Host } from '../host.ts';

/** A host with what was written so far, and the means to press Ctrl-C and to move its clock. */
export type FakeHost = Host & {
  out: () => string;
  err: () => string;
  interrupt: () => void;
  isWatched: () => boolean;
  exits: number[];
  clock: { ms: number };
};

const NO_VARIABLES: Readonly<Record<string, string>> = {};

export function fakeHost({ isLive = false, parallelism = 8, variables = NO_VARIABLES } = {}): FakeHost {
  const [out, err]: [string[], string[]] = [[], []];
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  const clock = { ms: 0 };
  return {
    stdout: { write: (text) => void out.push(text), isLive, screen: plainScreen(100) },
    // Nothing wraps: how long the paths of folders for tests are is the machine's affair.
    stderr: { write: (text) => void err.push(text), isLive, screen: plainScreen(10_000) },
    root: import.meta.dirname,
    launcher: 'npm run closecall --',
    version: '0.1.0',
    nodeVersion: '24.21.0',
    variable: (name) => variables[name],
    parallelism,
    nowMs: () => clock.ms,
    today: () => '2026-11-28',
    drawSeed: () => 4_242_424_242,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code) => void exits.push(code),
    out: () => out.join(''),
    err: () => err.join(''),
    interrupt: () => listeners.forEach((listener) => listener()),
    isWatched: () => listeners.size > 0,
    exits,
    clock,
  };
}

/** Scenarios as if found on disk. */
export const sampleScenarios: ScenarioInfo[] = [
  {
    name: 'btw/leaves',
    description: 'A BTW whose consumer leaves midway.',
    file: `${import.meta.dirname}/scenarios/btw/leaves/scenario.ts`,
    variants: [
      {
        name: 'shared',
        description: '',
        expect: [{ oracle: 'use-after-close', code: 'ERR_RELEASED_STATE', fromCases: 500 }],
      },
      { name: 'per-call', description: '', expect: [] },
    ],
  },
  {
    name: 'btw/renders',
    description: 'A BTW that is read to its end.',
    file: `${import.meta.dirname}/scenarios/btw/renders/scenario.ts`,
    variants: [
      { name: 'shared', description: '', expect: [] },
      { name: 'per-call', description: '', expect: [] },
    ],
  },
  {
    name: 'plain-undici/agents',
    description: 'Two GETs on undici.',
    file: `${import.meta.dirname}/scenarios/plain-undici/agents/scenario.ts`,
    variants: [
      { name: 'shared-agent', description: '', expect: [{ oracle: 'hang', code: 'pending' }] },
      { name: 'per-call-agent', description: '', expect: [] },
    ],
  },
];

/** A campaign that finds what `overrides` says; `seen` collects the options of its runs. */
export function fakeCampaign(
  overrides: Partial<CampaignFunctions> = {},
): CampaignFunctions & { seen: CampaignOptions[] } {
  const seen: CampaignOptions[] = [];
  return {
    loadConfig: async () => undefined,
    importModules: async () => {},
    preparePackages: async (specs) =>
      specs.map(({ name, wanted }) => ({ name, version: wanted, folder: 'cache' })),
    findScenarios: async () => sampleScenarios,
    readJournalSeed: async () => refuse(),
    replayFile: async () => refuse(),
    replayOnLoopback: async () => refuse(),
    retryFile: async () => refuse(),
    bisectFile: async () => refuse(),
    scoreBug: async () => refuse(),
    ejectFile: async () => refuse(),
    explainFile: async () => refuse(),
    readRepro: async () => sampleRepro,
    readBlobs: async () => refuse(),
    mergeBlobs: async () => refuse(),
    ...overrides,
    seen,
    runCampaign: async (options) => {
      seen.push(options);
      return overrides.runCampaign === undefined ? goodResult : overrides.runCampaign(options);
    },
  };
}

function refuse(): never {
  throw new ClosecallError('ERR_TEST', 'this test expected no such call');
}
