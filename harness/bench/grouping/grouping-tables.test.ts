// Labelled failures → the tables that tell of them: two defects that break one promise, and one that is met in two calls.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fingerprint, type Finding } from '../../model/finding.ts';
import { naturalCase } from '../../model/case.ts';
import { symptomOf } from '../../model/symptom.ts';
import type { CollectedPlace } from './failures-file.ts';
import { ROOT } from '../../tests/explore-for-test.ts';
import { fillIn } from '../render-docs.ts';
import { renderGrouping } from './grouping-tables.ts';

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

/** A place with its failing cases, all of them with one fault, and for each finding a smallest case that shows it alone. */
const place = (label: string, cases: Finding[][], part: Partial<CollectedPlace> = {}): CollectedPlace => ({
  kind: 'planted',
  label: `planted/${label}`,
  place: 'btw/renders/per-call',
  failures: cases.map((findings, index) => ({ seed: 1, index, given: ['fault'], findings })),
  signs: cases.flat().map((own) => ({
    seed: 1,
    fingerprint: fingerprint(own),
    sign: {
      given: ['fault'],
      takes: ['fault'],
      breaks: [symptomOf(own)],
      firstCase: 0,
      case: naturalCase('btw/renders', 'per-call'),
    },
  })),
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
  const places = [
    place('hangs', [[finding({})], [finding({}), LEAK], [finding({ subject: 'probe' })]]),
    place('leaks', [[LEAK], [LEAK]]),
    place('forgets', [[LEAK]]),
    // Elsewhere, so in another group.
    place('forgets', [[LEAK]], { place: 'btw/renders/safe-bytes' }),
    place('', [[used('readHead')], [used('readBytes')]], {
      kind: 'generation',
      label: 'btw/renders/shared',
    }),
  ];
  expect(Object.values(renderGrouping(places)).join('\n')).toMatchSnapshot();
});

it('fills in every table of docs/grouping.md', () => {
  const text = readFileSync(join(ROOT, 'docs/grouping.md'), 'utf8');
  expect(fillIn(text, renderGrouping([]))).not.toBe(text);
});
