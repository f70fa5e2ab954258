// What makes a file a repro, and what is said of one that is none.
import { describe, expect, test } from 'vitest';
import { naturalCase, type Case } from './case.ts';
import { ClosecallError } from './closecall-error.ts';
import { formatPolicy } from './policy.ts';
import { parseRepro, REPRO_VERSION, type Repro } from './repro.ts';

const FILE = 'repros/some.repro.json';
const kase: Case = {
  ...naturalCase('btw/left-midway', 'shared'),
  faults: [
    { kind: 'delay', on: 'btw#0', at: 'before-head', ms: 0.5 },
    { kind: 'stall', on: 'btw#0', at: 'in-head' },
    { kind: 'reset', on: 'btw#0', at: 'item:12' },
    { kind: 'fin', on: 'btw#0', at: 'idle' },
    { kind: 'split', on: 'btw#0', bytes: 1 },
    { kind: 'merge', on: 'btw#0', items: 2 },
    { kind: 'unauthorized', on: 'btw#0', until: 'refreshed', body: 'none' },
    { kind: 'refuse', on: 'connection#0' },
    { kind: 'slow-connect', on: 'connection#0', ms: 10 },
  ],
  actions: [
    { do: 'cancel reader', at: 'c0<#1' },
    { do: 'cancel reader', at: 'c0<#1', turns: 0 },
    { do: 'cancel reader', at: 'c0<#1', afterMs: 0 },
  ],
  schedule: [{ hold: 'c0<#3', for: 2 }],
};
const repro: Repro = {
  format: 'closecall-repro',
  version: REPRO_VERSION,
  case: kase,
  seed: 7,
  caseIndex: 12,
  oracle: 'hang',
  code: 'pending',
  evidence: 'native',
  message: 'reader never settled',
  fingerprint: '0123456789ab',
  traceHash: '0123456789abcdef',
  steps: ['0 ms actor:reader#0 reader starts ~00000000'],
  sourceHash: 'fedcba9876543210',
  versions: { closecall: '0.1.0', node: 'v24.0.0', packages: { undici: '8.0.0' } },
  summary: 'btw/left-midway/shared natural',
};
const text = JSON.stringify(repro);

function refusalOf(content: string): ClosecallError {
  try {
    parseRepro(content, FILE);
  } catch (error) {
    if (error instanceof ClosecallError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}
/** The repro with one field changed, by its path. */
function withField(path: string, value: unknown): string {
  const copy = JSON.parse(text) as Record<string, never>;
  const keys = path.split('.');
  const last = keys.pop()!;
  let target: Record<string, never> = copy;
  for (const key of keys) target = target[key]!;
  target[last] = value as never;
  return JSON.stringify(copy);
}

describe('a repro', () => {
  test('comes back as it was written', () => {
    expect(parseRepro(text, FILE)).toEqual(repro);
  });

  test('may tell what it came to on real sockets', () => {
    const tried = { confirmed: 9, tries: 10, notConfirmable: 1, node: 'v24.0.0', platform: 'linux x64' };
    const confirmed: Repro = { ...repro, confirmation: tried };
    expect(parseRepro(JSON.stringify(confirmed), FILE)).toEqual(confirmed);
  });
});

describe('what is no repro', () => {
  test.each([
    ['empty', '', 'ERR_REPRO_BROKEN', 'it is empty'],
    ['blank', ' \n', 'ERR_REPRO_BROKEN', 'it is empty'],
    ['not JSON', 'hello', 'ERR_REPRO_BROKEN', 'it is not valid JSON'],
    ['truncated', text.slice(0, -20), 'ERR_REPRO_BROKEN', 'it is not valid JSON'],
    ['another JSON file', '{"name":"x"}', 'ERR_REPRO_FOREIGN', '"format" must be "closecall-repro"'],
    ['null', 'null', 'ERR_REPRO_FOREIGN', 'is not a closecall repro'],
    ['an array', '[]', 'ERR_REPRO_FOREIGN', 'is not a closecall repro'],
    ['a string', '"closecall-repro"', 'ERR_REPRO_FOREIGN', 'is not a closecall repro'],
    [
      'of a newer closecall',
      withField('version', 2),
      'ERR_REPRO_FUTURE',
      `format 2, this one reads up to ${REPRO_VERSION}`,
    ],
  ])('is refused when it is %s, by file, code and reason, with exit code 2', (_, content, code, reason) => {
    const refusal = refusalOf(content);
    expect(refusal).toMatchObject({ code, exitCode: 2 });
    expect(refusal.message.startsWith(`${FILE}: `)).toBe(true);
    expect(refusal.message).toContain(reason);
  });

  test('is of a newer closecall before it is anything else: its other fields are not looked at', () => {
    expect(refusalOf('{"format":"closecall-repro","version":99}').code).toBe('ERR_REPRO_FUTURE');
  });

  test.each([
    ['version', 0],
    ['version', '1'],
    ['case', null],
    ['case.v', 2],
    ['case.scenario', 3],
    ['case.entropy', 'x'],
    ['case.faults', {}],
    ['case.faults.0.kind', 'explode'],
    ['case.faults.0.ms', '5'],
    ['case.faults.0.ms', -1],
    ['case.faults.1.at', 'in-hat'],
    ['case.faults.2.at', 'item:'],
    ['case.faults.3.on', 5],
    ['case.faults.4.bytes', 0],
    ['case.faults.4.bytes', 1.5],
    ['case.faults.5.items', 'all'],
    ['case.faults.6.until', 'never'],
    ['case.faults.6.body', 'huge'],
    ['case.faults.7.at', 'idle'],
    ['case.faults.8.ms', null],
    ['case.actions.0.at', null],
    ['case.actions.1.turns', -1],
    ['case.actions.1.turns', 0.5],
    ['case.actions.2.afterMs', -1],
    ['case.schedule.0.for', 'ever'],
    ['case.more', 1],
    ['seed', null],
    ['oracle', 'mood'],
    ['evidence', 'hearsay'],
    ['steps', 'none'],
    ['versions.packages.undici', 8],
    ['unknown', true],
  ])('is refused for its %s being %j, and the message names file and field', (path, value) => {
    const refusal = refusalOf(withField(path, value));
    expect(refusal.code).toBe('ERR_REPRO_BROKEN');
    expect(refusal.message.startsWith(`${FILE}: not a valid repro: ${path}: `)).toBe(true);
  });

  test.each(['case', 'seed', 'steps', 'summary', 'versions'])('is refused without its %s', (field) => {
    const { [field]: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect(refusalOf(JSON.stringify(rest)).message).toContain(`${FILE}: not a valid repro: ${field}: `);
  });
});

test('a policy that begins at an event is read as it was written', () => {
  const policy = { kind: 'uniform', seed: 3, from: 21 } as const;
  const begins = { ...repro, case: { ...kase, policy } };
  expect(parseRepro(JSON.stringify(begins), FILE)).toEqual(begins);
  expect(formatPolicy(policy)).toBe('uniform seed 3 from event 21');
  expect(refusalOf(withField('case.policy', { ...policy, from: -1 })).message).toContain(FILE);
});
