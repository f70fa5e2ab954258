// One fingerprint is one finding, but for programs: there each smallest case that is not contained in another is one.
import { describe, expect, test } from 'vitest';
import { naturalCase, type Case, type Program } from '../model/case.ts';
import { PROGRAM_CAUSES_MAX } from '../model/limits.ts';
import { KnownFindings, withoutCause } from './known-findings.ts';

const caseOf = (program: Program): Case => naturalCase('s', 'v', program);

describe('findings that are known', () => {
  test('are their fingerprints where nothing is drawn', () => {
    const known = new KnownFindings([]);
    const kase = naturalCase('s', 'v');
    expect(known.find('f', kase)).toBeUndefined();
    expect(known.add('f', kase)).toBe('f');
    expect(known.find('f', { ...kase, entropy: 7 })).toBe('f');
    expect(known.find('other', kase)).toBeUndefined();
  });

  test('explain a failing program that contains their smallest case, and no other', () => {
    const known = new KnownFindings([]);
    const id = known.add('f', caseOf({ calls: { a: { read: 'late' } } }));
    expect(id).toMatch(/^f-[0-9a-f]{4}$/);
    expect(withoutCause(id)).toBe('f');
    expect(known.find('f', caseOf({ kind: 'pool', calls: { b: { read: 'late', after: 1 } } }))).toBe(id);
    expect(known.find('f', caseOf({ kind: 'pool' }))).toBeUndefined();
  });

  test('are the same for a process that takes over', () => {
    const shrunk = caseOf({ calls: { a: { read: 'late' } } });
    const fingerprint = new KnownFindings([]).add('f', shrunk);
    const heir = new KnownFindings([{ fingerprint, shrunk }]);
    expect(heir.find('f', shrunk)).toBe(fingerprint);
  });

  test('are one when there are too many of them to be different', () => {
    const known = new KnownFindings([]);
    const ids = Array.from({ length: PROGRAM_CAUSES_MAX }, (_, nth) =>
      known.add('f', caseOf({ [`k${nth}`]: true })),
    );
    expect(known.find('f', caseOf({ unseen: true }))).toBe(ids[0]);
  });
});
