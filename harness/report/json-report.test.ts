// The result for programs: names that others rely on.
import { expect, test } from 'vitest';
import { renderJsonReport } from './json-report.ts';
import { badResult, goodResult, sampleFinding } from '../model/tests/sample-result.ts';

const exit = { code: 1, why: ['1 unexpected finding'] };
type Json = {
  [name: string]: unknown;
  variants: Record<string, unknown>[];
  findings: Record<string, unknown>[];
};
const parse = (text: string): Json => JSON.parse(text) as Json;

test('the JSON holds what it promises under the promised names', () => {
  const json = parse(renderJsonReport(goodResult, { exit }));
  expect(json).toMatchObject({ format: 'closecall-result', seed: 1, versions: goodResult.versions, exit });
  expect(json.variants[0]).toMatchObject({ scenario: 'btw/leaves', name: 'shared', cases: 2000 });
  expect(json.variants[0]!['expected']).toEqual(goodResult.variants[0]!.expected);
  expect(json.findings[0]).toMatchObject({
    fingerprint: '0123456789ab',
    oracle: 'use-after-close',
    code: 'ERR_RELEASED_STATE',
    evidence: 'model',
    scenario: 'btw/leaves',
    variant: 'shared',
    count: 87,
    firstCase: 12,
    steps: 3,
    repro: 'reports/btw-leaves-shared-use-after-close-0123456789ab.repro.json',
    traceHash: '00112233445566ff',
  });
});

test('the shape of the JSON', () => {
  expect(renderJsonReport(badResult, { exit })).toMatchSnapshot();
});

test('secrets are scrubbed, and what a replay needs is not touched', () => {
  const findings = [{ ...sampleFinding, message: 'refused: Authorization: Bearer abc' }];
  const json = parse(renderJsonReport({ ...goodResult, findings }, { exit }));
  expect(json.findings[0]!['message']).toBe('refused: Authorization: [scrubbed]');
  expect(json.findings[0]!['shrunk']).toEqual(sampleFinding.shrunk);
  expect(json['versions']).toEqual(goodResult.versions);
});
