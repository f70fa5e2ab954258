// Which failures are the same defect, and which are not.
import { describe, expect, test } from 'vitest';
import { fingerprint, ORACLES, type Finding } from './finding.ts';

const base: Finding = {
  oracle: 'use-after-close',
  code: 'UND_ERR_DESTROYED',
  evidence: 'native',
  message: 'reader failed',
  step: 7,
  subject: 'reader 1 on c12',
  places: [
    {
      label: 'closed',
      frames: ['close (src/a.ts:10:5)', 'end (src/a.ts:20:1)', 'at third (src/b.ts:1:1)', 'fourth'],
    },
    { label: 'used', frames: ['read (node:internal/streams:99:3)'] },
  ],
};
const withFrames = (...frames: string[]): Finding => ({
  ...base,
  places: [{ label: 'closed', frames }, base.places[1]!],
});

describe('a fingerprint', () => {
  test('is twelve hex digits', () => {
    expect(fingerprint(base)).toMatch(/^[0-9a-f]{12}$/);
  });

  test.each<[string, Partial<Finding>]>([
    ['its message and step', { message: 'another', step: 99 }],
    ['the numbers of its subject', { subject: 'reader 25 on c3' }],
    [
      'line and column numbers of its frames',
      withFrames('close (src/a.ts:11:9)', 'end (src/a.ts:200:1)', 'at third (src/b.ts:2:2)'),
    ],
    [
      'the variable that holds the function of a frame',
      withFrames('pool.close (src/a.ts:10:5)', ...base.places[0]!.frames.slice(1)),
    ],
    ['frames behind the third', withFrames(...base.places[0]!.frames.slice(0, 3), 'elsewhere', 'and more')],
  ])('does not depend on %s', (_, change) => {
    expect(fingerprint({ ...base, ...change })).toBe(fingerprint(base));
  });

  test.each<[string, Partial<Finding>]>([
    ['code', { code: 'UND_ERR_CLOSED' }],
    ['evidence', { evidence: 'model' }],
    ['subject', { subject: 'writer 1 on c12' }],
    ['function in a frame', withFrames('shut (src/a.ts:10:5)', ...base.places[0]!.frames.slice(1))],
    ['class in a frame', withFrames('Pool.close (src/a.ts:10:5)', ...base.places[0]!.frames.slice(1))],
    ['file in a frame', withFrames('close (src/z.ts:10:5)', ...base.places[0]!.frames.slice(1))],
    ['third frame', withFrames(...base.places[0]!.frames.slice(0, 2), 'elsewhere (src/b.ts:1:1)')],
    ['order of places', { places: base.places.toReversed() }],
    ['label of a place', { places: base.places.map((place) => ({ ...place, label: 'x' })) }],
    ['number of places', { places: [] }],
  ])('depends on the %s', (_, change) => {
    expect(fingerprint({ ...base, ...change })).not.toBe(fingerprint(base));
  });

  test('differs from oracle to oracle', () => {
    expect(new Set(ORACLES.map((oracle) => fingerprint({ ...base, oracle }))).size).toBe(ORACLES.length);
  });
});
