// A campaign's result with one of everything that a report has to show, and the pieces it is made of.
import { naturalCase, type Case } from '../case.ts';
import type { CampaignResult, FindingGroup, Interleaving, VariantResult } from '../campaign-result.ts';
import type { Finding } from '../finding.ts';
import type { Repro } from '../repro.ts';

export const sampleVersions = {
  closecall: '0.1.0',
  node: '24.21.0',
  packages: { undici: '8.12.4', 'js-tokens': '9.0.0' },
};

const sampleCase: Case = {
  ...naturalCase('btw/leaves', 'shared'),
  faults: [{ kind: 'delay', on: 'btw#0', at: 'item:1', ms: 250 }],
  actions: [{ do: 'cancel reader', at: 'c0<#2', turns: 2 }],
  schedule: [{ hold: 'timer#0', for: 1 }],
};

export const sampleInterleaving: Interleaving = {
  columns: ['reader', 'gateway', 'probe'],
  rows: [
    { step: 1, ms: 0, cells: { reader: 'sendMessage' }, isViolation: false },
    { step: 9, ms: 0, cells: { gateway: '200 text/event-stream' }, isViolation: false },
    {
      step: 14,
      ms: 250,
      cells: { gateway: 'data: {"type":"btw_text_delta","text":"t0:one"}' },
      isViolation: false,
    },
    { step: 14, ms: 250, cells: { reader: 'cancel: releases the state of task 1' }, isViolation: false },
    { step: 15, ms: 250, cells: { reader: 'next() touches released state' }, isViolation: true },
    { step: 16, ms: 250, cells: { probe: 'GET /v1/health' }, isViolation: false },
  ],
};

export const sampleHolder: Finding = {
  oracle: 'leaked-handle',
  code: 'process',
  evidence: 'native',
  message: 'the process did not exit by itself: a TCP socket (TCPWRAP) holds it',
  step: 0,
  subject: 'TCPWRAP',
  places: [{ label: 'created', frames: ['src/session.ts:12  this.open();'] }],
};

export const sampleUnsettled: Finding = {
  oracle: 'hang',
  code: 'exit',
  evidence: 'native',
  message: 'the process exited by itself while reader was still waiting: its promise never settled',
  step: 0,
  subject: 'reader',
  places: [],
};

export const sampleFinding: FindingGroup = {
  fingerprint: '0123456789ab',
  oracle: 'use-after-close',
  code: 'ERR_RELEASED_STATE',
  evidence: 'model',
  message: 'task state was released by the cancel of "reader" and then read by the iterator of the same call',
  subject: 'reader',
  places: [
    {
      label: 'released at',
      frames: [
        'TaskState.release (src/task-state.ts:40:5)',
        'SessionTask.cancel (src/session-task.ts:71:10)',
      ],
    },
    {
      label: 'used at',
      frames: ['read', 'next', 'lines', 'decode', 'push', 'sendMessage'].map(
        (name, index) => `${name} (src/a.ts:${index}:1)`,
      ),
    },
  ],
  scenario: 'btw/leaves',
  variant: 'shared',
  isExpected: true,
  count: 87,
  firstCase: 12,
  lastCase: 1987,
  steps: 3,
  shrinkRuns: 140,
  shrunk: sampleCase,
  original: sampleCase,
  repro: 'reports/btw-leaves-shared-use-after-close-0123456789ab.repro.json',
  traceHash: '00112233445566ff',
  interleaving: sampleInterleaving,
};

export const surprise: FindingGroup = {
  ...sampleFinding,
  fingerprint: 'ba9876543210',
  oracle: 'leaked-handle',
  code: 'socket',
  evidence: 'native',
  message: 'a socket to the gateway was still open 2,000 ms after the end',
  subject: 'socket',
  places: [{ label: 'opened at', frames: [] }],
  variant: 'per-call',
  isExpected: false,
  count: 1,
  firstCase: 1033,
  lastCase: 1033,
  repro: '',
  interleaving: { columns: [], rows: [] },
};

/** A variant that ran 2,000 cases and kept every promise. */
function cleanVariant(scenario: string, name: string): VariantResult {
  return {
    scenario,
    name,
    cases: 2000,
    reached: 2000,
    expected: [],
    failed: 0,
    limited: 0,
    inconclusive: 0,
    faults: { reset: 120, delay: 1311, stall: 0 },
    cancellations: { connect: 210, head: 305, hop: 222, body: 790, 'after the end': 260 },
  };
}

/** A variant with a finding that was expected. */
const leaves: VariantResult = {
  ...cleanVariant('btw/leaves', 'shared'),
  expected: [{ oracle: 'use-after-close', code: 'ERR_RELEASED_STATE', fromCases: 500, outcome: 'found' }],
  failed: 87,
};

/** Everything went as expected, with one finding. */
export const goodResult: CampaignResult = {
  version: 1,
  seed: 1,
  explore: 'portfolio',
  versions: sampleVersions,
  sourceHash: 'abcdef0123456789',
  variants: [leaves, cleanVariant('btw/leaves', 'per-call')],
  findings: [sampleFinding],
  corpus: [],
  problems: [],
  divergences: [],
  audit: { cases: 0, runs: 0, findingsChecked: 1, elapsedMs: 850 },
  escapes: [],
  interrupted: false,
  elapsedMs: 12_345,
  cases: 4000,
};

/** Whatever can go wrong did. */
export const badResult: CampaignResult = {
  ...goodResult,
  variants: [
    leaves,
    { ...cleanVariant('btw/leaves', 'per-call'), failed: 1 },
    {
      ...cleanVariant('btw/renders', 'shared'),
      expected: [{ oracle: 'hang', code: 'pending', fromCases: 100, outcome: 'missed' }],
    },
    { ...cleanVariant('btw/renders', 'per-call'), limited: 3, inconclusive: 1 },
    {
      ...cleanVariant('plain-undici/agents', 'shared-agent'),
      cases: 20,
      reached: 20,
      faults: {},
      expected: [
        { oracle: 'use-after-close', code: 'UND_ERR_DESTROYED', fromCases: 300, outcome: 'not judged' },
      ],
    },
    { ...cleanVariant('plain-undici/agents', 'per-call-agent'), cases: 0, reached: 0, faults: {} },
    { ...cleanVariant('plain-undici/agents', 'never-closed'), cases: 7, reached: 7, limited: 7 },
  ],
  findings: [sampleFinding, surprise],
  problems: [
    {
      scenario: 'btw/renders',
      variant: 'per-call',
      caseIndex: 44,
      what: 'the process ended with SIGSEGV',
      kind: 'not-repeated',
    },
    {
      scenario: 'btw/leaves',
      variant: 'shared',
      caseIndex: 3,
      what: 'TypeError: x is undefined',
      kind: 'bug',
    },
  ],
  divergences: [
    {
      scenario: 'btw/renders',
      variant: 'shared',
      caseIndex: 5,
      case: sampleCase,
      between: 'two processes',
      step: 7,
      expected: '12 ms timer#0 timer ~0a1b2c3d',
      actual: '13 ms timer#0 timer ~0a1b2c3d',
      runs: [
        { process: 'the process that explored', nth: 5, detail: 'lean', traceHash: '00112233445566ff' },
        {
          process: 'a process that ran other cases before',
          nth: 1994,
          detail: 'lean',
          traceHash: 'ff66554433221100',
        },
      ],
    },
  ],
  audit: { cases: 13_000, runs: 39_000, findingsChecked: 2, elapsedMs: 61_000 },
  escapes: [
    {
      kind: 'file',
      what: 'open config.json',
      origin: ['readConfig (src/config.ts:3:10)'],
      variants: ['btw/leaves/shared', 'btw/leaves/per-call'],
      firstCase: 0,
    },
    {
      kind: 'unsupported',
      what: 'worker threads',
      origin: ['makeWorker (src/worker.ts:9:3)'],
      variants: ['plain-undici/agents/never-closed'],
      firstCase: 2,
    },
    { kind: 'activity', what: 'Timeout', origin: [], variants: ['btw/renders/shared'], firstCase: 4 },
  ],
};

/** One finding is known, one is new, and one is gone. */
export const knownResult: CampaignResult = {
  ...badResult,
  findings: [
    sampleFinding,
    surprise,
    {
      ...surprise,
      fingerprint: 'cc',
      code: 'timer',
      knownSince: { firstSeen: '2026-11-02', days: 26, firstSeenIn: sampleVersions, note: 'issue 7 | later' },
    },
  ],
  baseline: {
    file: 'closecall-baseline.json',
    known: 1,
    new: 1,
    gone: [
      {
        fingerprint: 'dd',
        scenario: 'btw/renders',
        variant: 'per-call',
        oracle: 'hang',
        code: 'pending',
        message: 'reader is still waiting',
        firstSeen: '2026-11-27',
        firstSeenIn: sampleVersions,
        days: 1,
      },
    ],
    notJudged: 2,
  },
};

/** A defect that was seen as two findings, one of which shows for another reason as well. */
export const issueResult: CampaignResult = {
  ...badResult,
  findings: [
    surprise,
    {
      ...surprise,
      fingerprint: 'cc0123456789',
      oracle: 'hang',
      code: 'pending',
      message: 'reader is still waiting',
      subject: 'reader',
      repro: 'reports/hang.repro.json',
      count: 3,
    },
  ],
  issues: (['action', 'fault'] as const).map((kind, nth) => ({
    id: `${nth}`.repeat(12),
    scenario: 'btw/leaves',
    variant: 'per-call',
    cause: surprise.fingerprint,
    also: nth === 0 ? ['cc0123456789'] : [],
    takes: [kind],
    count: nth + 1,
    case: kind === 'fault' ? { ...sampleCase, actions: [] } : { ...sampleCase, faults: [] },
  })),
};

export const sampleRepro: Repro = {
  format: 'closecall-repro',
  version: 1,
  case: sampleCase,
  seed: 1,
  explore: 'portfolio',
  caseIndex: 12,
  oracle: 'use-after-close',
  code: 'ERR_RELEASED_STATE',
  evidence: 'model',
  message: sampleFinding.message,
  fingerprint: sampleFinding.fingerprint,
  traceHash: sampleFinding.traceHash,
  steps: ['aa', 'bb'],
  sourceHash: goodResult.sourceHash,
  versions: sampleVersions,
  summary: 'btw/leaves/shared do[cancel reader @ c0<#2 +2 turns]',
};
