// One file for each finding: of the first case, whoever comes first.
import { expect, test } from 'vitest';
import { SavedRepros } from './saved-repros.ts';

const at = (firstCase: number, fingerprint = 'ff') => ({
  scenario: 'a',
  variant: 'b',
  fingerprint,
  firstCase,
});

test('the file of a finding is that of its earliest case', () => {
  const saved = new SavedRepros();
  const written: string[] = [];
  const write = (text: string) => (): string => {
    written.push(text);
    return 'file';
  };
  expect([
    saved.save(at(7), write('7')),
    saved.save(at(9), write('9')),
    saved.save(at(3), write('3')),
    saved.save(at(1, 'ee'), write('other')),
  ]).toEqual(['file', 'file', 'file', 'file']);
  expect(written).toEqual(['7', '3', 'other']);
  expect(saved.count).toBe(2);
});

test('what is there already is not replaced by later cases, and a kept case by none', () => {
  const saved = new SavedRepros();
  saved.note(at(5), 'there', false);
  expect(saved.save(at(6), () => 'new')).toBe('there');
  expect(saved.save(at(4), () => 'new')).toBe('new');
  saved.note(at(40), 'kept', true);
  expect(saved.save(at(0), () => 'new')).toBe('kept');
  saved.note(at(2), 'there', false);
  expect(saved.save(at(0), () => 'new')).toBe('kept');
});
