// Which findings are one issue: by what their smallest cases take, and what these break besides.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import { listTaken, type ElementKind, type Sight, type Sign } from '../model/issue.ts';
import { groupIssues, type IssueFinding } from './group-issues.ts';

const CASES: Readonly<Record<string, Case>> = {
  '': naturalCase('s', 'v'),
  fault: { ...naturalCase('s', 'v'), faults: [{ kind: 'reset', on: 'a#0', at: 'in-head' }] },
  action: { ...naturalCase('s', 'v'), actions: [{ do: 'stop', at: 'dns#0' }] },
};

const sign = (given: ElementKind[], takes: ElementKind[], ...breaks: string[]): Sign => ({
  given,
  takes,
  breaks,
  firstCase: 0,
  case: CASES[takes[0] ?? '']!,
});

/** A finding whose fingerprint is in capitals, and its symptom the same in small letters unless another is given. */
const finding = (fingerprint: string, signs: Sign[], symptom = fingerprint.toLowerCase()): IssueFinding => ({
  fingerprint,
  oracle: 'hang',
  places: [],
  symptom,
  signs,
  count: 1,
  shrunk: signs[0]!.case,
});

const sight = (findings: string, given: ElementKind[] = [], count = 1): Sight => ({
  findings: findings.split(' '),
  given,
  count,
});

const told = (findings: readonly IssueFinding[], sights: readonly Sight[]): string[] =>
  groupIssues(findings, sights).map(
    ({ cause, also, takes, count }) =>
      `${cause} (${takes.join('+')}) with ${also.join(' ') || 'none'}: ${count}`,
  );

describe('an issue', () => {
  test('is a finding with all that its smallest case breaks as well', () => {
    const [crash, leak] = [
      finding('CRASH', [sign(['fault'], ['fault'], 'crash', 'leak')]),
      finding('LEAK', [sign(['fault'], ['fault'], 'crash', 'leak')]),
    ];
    expect(told([crash, leak], [sight('CRASH LEAK', ['fault'], 5), sight('LEAK', ['fault'], 2)])).toEqual([
      'CRASH (fault) with LEAK: 7',
    ]);
  });

  test('has as its cause what takes least of the findings of a case', () => {
    const [crash, leak] = [
      finding('CRASH', [sign(['fault', 'action'], ['fault', 'action'], 'crash')]),
      finding('LEAK', [sign(['fault', 'action'], ['action'], 'leak')]),
    ];
    const sights = [sight('CRASH LEAK', ['fault', 'action'], 3), sight('CRASH', ['fault', 'action'])];
    expect(told([crash, leak], sights)).toEqual([
      'CRASH (fault+action) with none: 1',
      'LEAK (action) with CRASH: 3',
    ]);
  });

  test('is another where nothing takes the same, or a smaller case tells them apart', () => {
    const [first, second] = [
      finding('A', [sign(['fault'], ['fault'], 'a')]),
      finding('B', [sign(['fault'], ['fault'], 'b')]),
    ];
    expect(told([first, second], [sight('A', ['fault']), sight('B', ['fault'])])).toHaveLength(2);
    const other = finding('B', [sign(['action'], ['action'], 'a', 'b')]);
    expect(told([first, other], [sight('A', ['fault']), sight('B', ['action'])])).toHaveLength(2);
  });

  test('is two for one finding that shows without what its smallest case takes', () => {
    const leak = finding('LEAK', [
      sign(['fault'], ['fault'], 'leak'),
      sign(['action'], ['action'], 'leak'),
      sign(['fault', 'action'], ['fault', 'action'], 'leak'),
    ]);
    const sights = [
      sight('LEAK', ['fault'], 4),
      sight('LEAK', ['action'], 2),
      sight('LEAK', ['fault', 'action']),
    ];
    expect(told([leak], sights)).toEqual(['LEAK (action) with none: 3', 'LEAK (fault) with none: 4']);
    // Of as many kinds, it goes by what such a case was shrunk to.
    const other = finding('LEAK', [...leak.signs!.slice(0, 2), sign(['fault', 'action'], ['fault'], 'leak')]);
    expect(told([other], sights)).toEqual(['LEAK (action) with none: 2', 'LEAK (fault) with none: 5']);
  });

  test('goes by the least that any finding with its symptom takes: whom a defect hits is chance', () => {
    const [reader, probe] = [
      finding('READER', [sign(['action'], [], 'hang')], 'hang'),
      finding('PROBE', [sign(['action'], ['action'], 'hang')], 'hang'),
    ];
    expect(told([reader, probe], [sight('READER', ['action']), sight('PROBE', ['action'])])).toEqual([
      'READER () with PROBE: 2',
    ]);
  });

  test('is all that was used after one end: no case shows two uses, for after the first the process is gone', () => {
    const used = (id: string, ...frames: string[]): IssueFinding => ({
      ...finding(id, [sign(['action'], ['action'], id.toLowerCase())]),
      oracle: 'use-after-close',
      places: [
        { label: 'ended', frames },
        { label: 'used', frames: ['read (src/a.ts:1:1)'] },
      ],
    });
    const end = ['Session.end (src/s.ts:9:1)', 'Owner.end (src/o.ts:8:1)', 'stop (src/o.ts:7:1)'];
    const [session, task] = [
      used('S', ...end),
      used('T', 'release (src/t.ts:2:1)', ...end, 'run (src/x.ts:1:1)'),
    ];
    const sights = [sight('S', ['action']), sight('T', ['action'])];
    expect(told([session, task], sights)).toEqual(['S (action) with T: 2']);
    const elsewhere = used('T', 'release (src/t.ts:2:1)', ...end.slice(0, 2), 'start (src/o.ts:3:1)');
    expect(told([session, elsewhere], sights)).toHaveLength(2);
    const short = used('S', ...end.slice(0, 1));
    expect(told([short, used('T', ...end)], sights)).toHaveLength(2);
  });

  test('is told of a finding without a sight or a sign: a death, a kept case, an older report', () => {
    const death = { ...finding('D', [sign([], ['fault'])]), count: 3 };
    delete death.signs;
    delete death.symptom;
    const both = finding('E', [sign([], [], 'e')]);
    expect(told([death, both], [sight('E')])).toEqual(['D (fault) with none: 3', 'E () with none: 1']);
    expect(told([], [])).toEqual([]);
  });

  test('of a kept case, which has no sign, is the one that it was when it was found', () => {
    const shrunk = { ...CASES['fault']!, program: { calls: { a: { read: { how: 'late' } } } } };
    const own = { ...sign(['fault'], [], 'hang'), takes: listTaken(shrunk), case: shrunk };
    const found = finding('HANG-1', [own], 'hang');
    const { signs: _, ...kept } = found;
    const ids = [found, kept].map((each) => groupIssues([each], [sight('HANG-1', ['fault'])])[0]!.id);
    expect(ids[1]).toBe(ids[0]);
    expect(own.takes).toEqual(['fault', expect.stringMatching(/^program [0-9a-f]{4}$/)]);
  });

  test('of a program has what its parts are in what it takes: fingerprints of two causes stay two', () => {
    const caused = (id: string, word: string, ...breaks: string[]): IssueFinding => {
      const kase = { ...CASES['']!, program: { [word]: true } };
      const own = { ...sign([], [], ...breaks), takes: [`program ${word}`], case: kase };
      return finding(id, [own], id.split('-')[0]);
    };
    const [late, early] = [caused('h-1', 'late', 'h'), caused('h-2', 'early', 'h', 'l')];
    const leak = caused('l-2', 'early', 'h', 'l');
    expect(told([late, early, leak], [sight('h-1'), sight('h-2 l-2'), sight('l-2')])).toEqual([
      'h-1 (program late) with none: 1',
      'h-2 (program early) with l-2: 2',
    ]);
  });
});

test('issues are the same in whatever order sights and signs come, and every case is in one', () => {
  const kinds = fc.subarray<ElementKind>(['fault', 'action']);
  const symptom = fc.constantFrom('a', 'b', 'c');
  const signs = fc.uniqueArray(
    fc
      .tuple(kinds, fc.nat(3), fc.subarray(['a', 'b', 'c']), fc.nat(9))
      .map(([given, keep, breaks, firstCase]): Sign => {
        const takes = given.filter((kind) => (kind === 'fault' ? keep & 1 : keep & 2) !== 0);
        return { ...sign(given, takes, ...breaks), firstCase };
      }),
    { minLength: 1, maxLength: 4, selector: ({ given }) => given.join() },
  );
  const findings = fc.array(fc.tuple(symptom, signs), { minLength: 4, maxLength: 4 }).map((all) =>
    all.map(([of, own], nth) =>
      finding(
        'ABCD'[nth]!,
        own.map((each) => ({ ...each, breaks: [...new Set([...each.breaks, of])] })),
        of,
      ),
    ),
  );
  const sights = fc.uniqueArray(
    fc.tuple(fc.subarray(['A', 'B', 'C', 'D'], { minLength: 1 }), kinds, fc.integer({ min: 1, max: 9 })),
    { maxLength: 8, selector: ([ids, given]) => `${ids.join()} ${given.join()}` },
  );
  fc.assert(
    fc.property(findings, sights, (all, seen) => {
      const given = seen.map(([ids, kindsGiven, count]) => ({ findings: ids, given: kindsGiven, count }));
      const strip = (list: ReturnType<typeof groupIssues>): unknown =>
        list.map(({ sights: _sights, ...issue }) => issue);
      const issues = groupIssues(all, given);
      const turned = all.map((each) => ({ ...each, signs: each.signs!.toReversed() }));
      expect(strip(groupIssues(turned, given.toReversed()))).toEqual(strip(issues));
      const counted = issues
        .flatMap((issue) => issue.sights)
        .filter(({ findings: ids }) => given.some((own) => own.findings === ids));
      expect(counted).toHaveLength(given.length);
      expect(new Set(issues.map(({ id }) => id)).size).toBe(issues.length);
      for (const { cause, also } of issues) expect(also).not.toContain(cause);
      expect(new Set(issues.flatMap(({ cause, also }) => [cause, ...also])).size).toBe(all.length);
    }),
  );
});
