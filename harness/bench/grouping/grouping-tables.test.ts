// Labelled failures → the tables that tell of them: two defects that break one promise, and one that is met in two calls.
import { expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { renderGrouping } from './grouping-tables.ts';
import { causeKey } from './cause-key.ts';
import type { LabelledFailure } from './measure-grouping.ts';

const finding = (part: Partial<Finding>): Finding => ({
  oracle: 'hang',
  code: 'pending',
  evidence: 'native',
  message: 'never settled',
  step: 1,
  subject: 'reader',
  places: [],
  ...part,
});

const failure = (
  label: string,
  findings: Finding[],
  part: Partial<LabelledFailure> = {},
): LabelledFailure => ({
  kind: 'planted',
  label: `planted/${label}`,
  place: 'btw/renders/per-call',
  seed: 1,
  index: 0,
  findings,
  smallest: findings.map((own) => ({ takes: ['fault'], breaks: [causeKey(own)] })),
  ...part,
});

const LEAK = finding({ oracle: 'leaked-handle', code: 'socket', subject: 'socket 1' });
const CLOSED = { label: 'closed', frames: ['close (src/a.ts:1:1)'] };
const used = (name: string): Finding =>
  finding({
    oracle: 'use-after-close',
    code: 'ERR_CLOSED',
    subject: 'process',
    places: [CLOSED, { label: 'used', frames: [`${name} (src/a.ts:2:2)`] }],
  });

it('tells totals, labels, and who shares a group', () => {
  const failures = [
    failure('hangs', [finding({})]),
    failure('hangs', [finding({}), LEAK]),
    failure('hangs', [finding({ subject: 'probe' })]),
    failure('leaks', [LEAK]),
    failure('leaks', [LEAK]),
    failure('forgets', [LEAK]),
    // Elsewhere, so in another group.
    failure('forgets', [LEAK], { place: 'btw/renders/safe-bytes' }),
    failure('shared', [used('readHead')], { kind: 'generation', label: 'btw/renders/shared' }),
    failure('shared', [used('readBytes')], { kind: 'generation', label: 'btw/renders/shared' }),
  ];
  expect(renderGrouping(failures)).toMatchSnapshot();
});
