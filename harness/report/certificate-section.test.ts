// The section of certificates, and the files that they are kept in.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCertificate } from '../model/certificate.ts';
import { sampleCertificate } from '../model/tests/sample-certificate.ts';
import { renderCertificates } from './certificate-section.ts';
import { plainScreen } from './screen.ts';
import { writeCertificate } from './write-certificate.ts';

const finding = { fingerprint: 'ff', oracle: 'crash', code: 'C', firstCase: 78, runs: 12 };

test('each says what it comes to, what is missing, and where it is kept', () => {
  const certificates = [
    { certificate: sampleCertificate, file: 'reports/a.certificate.json' },
    {
      certificate: {
        ...sampleCertificate,
        variant: 'shared',
        bound: 1,
        estimate: null,
        traces: { count: 1_000_000, isAll: false },
        findings: [{ ...finding, firstCase: 90 }, finding],
        isComplete: false,
        gaps: ['3 runs took the process down: what departs from there was not run'],
      },
      file: '',
    },
    {
      certificate: {
        ...sampleCertificate,
        variant: 'guarded',
        isComplete: false,
        gaps: ['interrupted, in 3 of 9 units'],
      },
      file: '',
    },
  ];
  expect(renderCertificates(certificates, plainScreen(80)).join('\n')).toMatchInlineSnapshot(`
    "Certificates: every case up to a bound of elements

      btw/leaves/per-call, bound 2: clean: no case of at most 2 elements breaks a promise
        13,505 runs, 2,385 different traces; estimated before: 18,314
        hash 0123456789abcdef0123456789abcdef, in reports/a.certificate.json

      btw/leaves/shared, bound 1: refuted: 2 findings, the first in run #78
        13,505 runs, at least 1,000,000 different traces; estimated before: not
        not all of it was run
        missing: 3 runs took the process down: what departs from there was not run
        hash 0123456789abcdef0123456789abcdef

      btw/leaves/guarded, bound 2: incomplete: what was run is clean
        13,505 runs, 2,385 different traces; estimated before: 18,314
        missing: interrupted, in 3 of 9 units
        hash 0123456789abcdef0123456789abcdef"
  `);
});

test('a certificate is in a file that says what it is about, and can be read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  const path = writeCertificate(folder, sampleCertificate);
  expect(path).toBe(join(folder, 'btw-leaves-per-call-bound-2.certificate.json'));
  expect(parseCertificate(readFileSync(path, 'utf8'), path)).toEqual(sampleCertificate);
});
