// What makes a file a certificate, what is said of one that is none, and what one comes to.
import { describe, expect, test } from 'vitest';
import { parseCertificate, standingOf } from './certificate.ts';
import { ClosecallError } from './closecall-error.ts';
import { sampleCertificate } from './tests/sample-certificate.ts';

const FILE = 'reports/some.certificate.json';

test('a certificate is read back as it was written', () => {
  for (const certificate of [
    sampleCertificate,
    { ...sampleCertificate, estimate: null, with: ['undici@8.5.0'] },
  ])
    expect(parseCertificate(JSON.stringify(certificate), FILE)).toEqual(certificate);
});

describe('what is no certificate', () => {
  test.each([
    ['', 'ERR_CERTIFICATE_BROKEN', 'it is empty'],
    ['{', 'ERR_CERTIFICATE_BROKEN', 'it is not valid JSON'],
    ['[]', 'ERR_CERTIFICATE_FOREIGN', 'is not a closecall certificate'],
    ['null', 'ERR_CERTIFICATE_FOREIGN', 'is not a closecall certificate'],
    [
      JSON.stringify({ ...sampleCertificate, version: 2 }),
      'ERR_CERTIFICATE_FUTURE',
      'written by a newer closecall (format 2, this one reads up to 1)',
    ],
    [JSON.stringify({ ...sampleCertificate, runs: -1 }), 'ERR_CERTIFICATE_BROKEN', 'runs'],
    [JSON.stringify({ ...sampleCertificate, extra: 1 }), 'ERR_CERTIFICATE_BROKEN', 'extra'],
    [JSON.stringify({ ...sampleCertificate, gaps: [1] }), 'ERR_CERTIFICATE_BROKEN', 'gaps.0'],
  ])('is refused with its name and the reason: %s', (text, code, words) => {
    let thrown: unknown;
    try {
      parseCertificate(text, FILE);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ClosecallError);
    expect((thrown as ClosecallError).code).toBe(code);
    expect((thrown as ClosecallError).message).toContain(FILE);
    expect((thrown as ClosecallError).message).toContain(words);
  });
});

test('only what was run to its end is clean; what was found was found', () => {
  const finding = { fingerprint: 'ff', oracle: 'crash', code: 'C', firstCase: 3, runs: 1 };
  expect(standingOf(sampleCertificate)).toBe('clean');
  expect(standingOf({ ...sampleCertificate, isComplete: false })).toBe('incomplete');
  expect(standingOf({ ...sampleCertificate, findings: [finding] })).toBe('refuted');
  expect(standingOf({ isComplete: false, findings: [finding] })).toBe('refuted');
});
