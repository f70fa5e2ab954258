// Cases as people read them.
import { describe, expect, test } from 'vitest';
import { countElements, formatCase, naturalCase, type Case } from './case.ts';

const natural = naturalCase('btw/left-midway', 'shared');
const busy: Case = {
  ...natural,
  faults: [
    { kind: 'reset', on: 'btw#0', at: 'item:1' },
    { kind: 'unauthorized', on: 'btw#1', until: 'once', body: 'large' },
    { kind: 'refuse', on: 'connection#0' },
  ],
  actions: [
    { do: 'cancel reader', at: 'c0<#1', turns: 2 },
    { do: 'cancel reader', at: 'c0<#1', turns: 0 },
    { do: 'stop', at: 'timer#0', afterMs: 30 },
    { do: 'stop', at: 'timer#0' },
  ],
  schedule: [{ hold: 'c0<#3', for: 2 }],
};

describe('a case on one line', () => {
  test('says that it is natural when nothing is done to it', () => {
    expect(formatCase(natural)).toBe('btw/left-midway/shared natural');
  });

  test('names every element with all that it depends on', () => {
    expect(formatCase(busy)).toBe(
      'btw/left-midway/shared' +
        ' fault[reset btw#0 at item:1; unauthorized btw#1 until once body large; refuse connection#0]' +
        ' do[cancel reader @ c0<#1 +2 turns; cancel reader @ c0<#1 +0 turns; stop @ timer#0 +30 ms; stop @ timer#0]' +
        ' hold[c0<#3 for 2]',
    );
  });

  test('names only the kinds of element that there are', () => {
    expect(formatCase({ ...natural, schedule: busy.schedule })).toBe(
      'btw/left-midway/shared hold[c0<#3 for 2]',
    );
  });
});

test('the size of a case is the number of its elements', () => {
  expect(countElements(natural)).toBe(0);
  expect(countElements(busy)).toBe(8);
});

test('natural cases share nothing that one of them could change for the other', () => {
  natural.faults.push({ kind: 'refuse', on: 'connection#0' });
  expect(naturalCase('a', 'b').faults).toEqual([]);
  natural.faults.length = 0;
});
