// A certificate of a clean variant, for tests to change.
import { CERTIFICATE_VERSION, type Certificate } from '../certificate.ts';

/** Complete, and without findings. */
export const sampleCertificate: Certificate = {
  format: 'closecall-certificate',
  version: CERTIFICATE_VERSION,
  scenario: 'btw/leaves',
  variant: 'per-call',
  bound: 2,
  actions: ['cancel reader'],
  rules: ['a rule'],
  runs: 13_505,
  traces: { count: 2_385, isAll: true },
  estimate: 18_314,
  findings: [],
  isComplete: true,
  gaps: [],
  hash: '0123456789abcdef0123456789abcdef',
  sourceHash: 'fedcba9876543210',
  versions: { closecall: '0.1.0', node: 'v24.0.0', packages: { undici: '8.0.0' } },
};
