// A search through releases with one of everything that a report has to show.
import type { BisectLine, BisectResult, Probe } from '../../model/bisect-result.ts';
import { sampleRepro } from '../../model/tests/sample-result.ts';

const good = (version: string): Probe => ({ version, verdict: 'good' });
const bad = (version: string, neighbour = 0, fingerprint = '0123456789ab'): Probe => ({
  version,
  verdict: 'bad',
  neighbour,
  fingerprint,
});
const unclear = (version: string, why: string): Probe => ({ version, verdict: 'inconclusive', why });

const NO_LOAD =
  'undici VERSION is installed, but does not load on Node 24.21.0: TypeError: no such API. Choose another version of it, or of Node.';

/** A finding that came back, in a line with an edge that nobody could look at. */
const eight: BisectLine = {
  major: '8',
  releases: ['8.0.0', '8.0.1', '8.1.0', '8.2.0', '8.2.1', '8.3.0', '8.4.0'],
  probes: [
    good('8.0.0'),
    unclear('8.0.1', 'what the case injects did not happen, nor in any neighbour of it'),
    bad('8.1.0'),
    bad('8.2.0', 17),
    good('8.2.1'),
    bad('8.3.0', 0, 'ba9876543210'),
    good('8.4.0'),
  ],
  ranges: [
    {
      firstBad: '8.1.0',
      lastBad: '8.2.0',
      before: { good: '8.0.0', unknown: ['8.0.1'] },
      after: { good: '8.2.1', unknown: [] },
    },
    {
      firstBad: '8.3.0',
      lastBad: '8.3.0',
      before: { good: '8.2.1', unknown: [] },
      after: { good: '8.4.0', unknown: [] },
    },
  ],
};

const seven: BisectLine = {
  major: '7',
  releases: ['7.0.0', '7.1.0', '7.2.0'],
  probes: [bad('7.0.0'), bad('7.1.0'), unclear('7.2.0', NO_LOAD.replace('VERSION', '7.2.0'))],
  ranges: [{ firstBad: '7.0.0', lastBad: '7.1.0', before: { unknown: [] }, after: { unknown: ['7.2.0'] } }],
};

const six: BisectLine = {
  major: '6',
  releases: ['6.0.0', '6.0.1', '6.1.0'],
  probes: [good('6.0.0'), good('6.0.1'), good('6.1.0')],
  ranges: [],
};

const five: BisectLine = {
  major: '5',
  releases: ['5.0.0', '5.1.0'],
  probes: ['5.0.0', '5.1.0'].map((version) => unclear(version, NO_LOAD.replace('VERSION', version))),
  ranges: [],
};

/** Four lines, each of its own kind. */
export const sampleBisect: BisectResult = {
  version: 1,
  file: 'reports/a.repro.json',
  repro: sampleRepro,
  name: 'undici',
  base: '8.1.0',
  subject: 'reader',
  neighbours: 200,
  seed: 1,
  lines: [eight, seven, six, five],
  published: { '8.1.0': '2026-05-14T21:16:33.587Z', '8.2.1': '2026-06-08T18:33:19.086Z' },
  interrupted: false,
  elapsedMs: 72_000,
};
