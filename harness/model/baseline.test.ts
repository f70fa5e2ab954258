// The file of known findings: what is read, what is refused, and that its order is that of its content alone.
import { expect, test } from 'vitest';
import { keyOfFinding, makeBaseline, parseBaseline, type BaselineEntry } from './baseline.ts';
import { ClosecallError } from './closecall-error.ts';

const entry: BaselineEntry = {
  fingerprint: 'aa',
  scenario: 'btw/leaves',
  variant: 'shared',
  oracle: 'hang',
  code: 'pending',
  message: 'reader is still waiting',
  firstSeen: '2026-11-02',
  firstSeenIn: { closecall: '0.1.0', node: '24.21.0', packages: { undici: '8.12.4' } },
};
const textOf = (...findings: object[]): string =>
  JSON.stringify({ format: 'closecall-baseline', version: 1, findings });

function refuse(text: string): string {
  try {
    parseBaseline(text, 'known.json');
  } catch (error) {
    if (error instanceof ClosecallError) return `${error.exitCode} ${error.code}: ${error.message}`;
  }
  return 'nothing was refused';
}

test('what was written is read back', () => {
  const noted = { ...entry, note: 'issue 7' };
  expect(parseBaseline(textOf(noted), 'known.json').findings).toEqual([noted]);
});

test('entries are sorted by their names, whatever order they come in', () => {
  const entries = [
    { ...entry, variant: 'z' },
    { ...entry, fingerprint: 'bb' },
    { ...entry, code: 'a', fingerprint: 'zz' },
    { ...entry, scenario: 'a' },
    { ...entry, scenario: 'B' },
    entry,
  ];
  const sorted = makeBaseline(entries);
  expect(makeBaseline(entries.toReversed())).toEqual(sorted);
  const names = sorted.findings.map(({ scenario, variant, code, fingerprint }) =>
    [scenario, variant, code, fingerprint].join(' '),
  );
  expect(names).toEqual([
    'B shared pending aa',
    'a shared pending aa',
    'btw/leaves shared a zz',
    'btw/leaves shared pending aa',
    'btw/leaves shared pending bb',
    'btw/leaves z pending aa',
  ]);
});

test('two of one finding become one: the older, with the note of either', () => {
  const younger = { ...entry, firstSeen: '2026-11-09', note: 'issue 7' };
  expect(makeBaseline([younger, entry]).findings).toEqual([{ ...entry, note: 'issue 7' }]);
  const sameDay = { ...entry, message: 'another' };
  expect(makeBaseline([sameDay, entry])).toEqual(makeBaseline([entry, sameDay]));
});

test('the same fingerprint in another variant is another finding', () => {
  expect(makeBaseline([entry, { ...entry, variant: 'per-call' }]).findings).toHaveLength(2);
  expect(keyOfFinding(entry)).not.toBe(
    keyOfFinding({ ...entry, scenario: 'btw/leaves/shared', variant: '' }),
  );
});

test('what is none is refused with the name of the file and the way out', () => {
  expect(
    [
      '',
      '<<<<<<< HEAD',
      '{"format":"closecall-repro"}',
      '{"format":"closecall-baseline","version":9}',
      textOf({ ...entry, firstSeen: 'yesterday' }),
      textOf({ ...entry, isIgnored: true }),
    ].map(refuse),
  ).toMatchInlineSnapshot(`
    [
      "2 ERR_BASELINE_BROKEN: known.json: not a readable baseline: it is empty. Mend it, or take it away and make a new one with --update-baseline.",
      "2 ERR_BASELINE_BROKEN: known.json: not a readable baseline: it is not valid JSON (Unexpected token '<', "<<<<<<< HEAD" is not valid JSON). Mend it, or take it away and make a new one with --update-baseline.",
      "2 ERR_BASELINE_FOREIGN: known.json: this JSON file is not a closecall baseline ("format" must be "closecall-baseline").",
      "2 ERR_BASELINE_FUTURE: known.json: written by a newer closecall (format 9, this one reads up to 1). Update closecall.",
      "2 ERR_BASELINE_BROKEN: known.json: not a valid baseline: findings.0.firstSeen: Invalid date: Received "yesterday"",
      "2 ERR_BASELINE_BROKEN: known.json: not a valid baseline: findings.0.isIgnored: Invalid key: Expected never but received "isIgnored"",
    ]
  `);
});
