// The source around a place, read from the project that its frames are of.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readExcerpt } from './read-excerpt.ts';

function makeProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  mkdirSync(join(root, 'src'));
  mkdirSync(join(root, 'node_modules/undici/lib'), { recursive: true });
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
  writeFileSync(join(root, 'src/a.ts'), lines.join('\n'));
  writeFileSync(join(root, 'node_modules/undici/lib/b.js'), `${'x'.repeat(1_000)}\nsecond`);
  return root;
}

describe('an excerpt', () => {
  test('has the lines around the first frame of the project, whatever is above it', () => {
    const frames = ['read (node:fs:1:1)', 'push (node_modules/undici/lib/b.js:2:3)', 'next (src/a.ts:10:5)'];
    expect(readExcerpt(frames, makeProject(), [])).toEqual({
      file: 'src/a.ts',
      line: 10,
      column: 5,
      first: 7,
      lines: ['line 7', 'line 8', 'line 9', 'line 10', 'line 11', 'line 12', 'line 13'],
    });
  });

  test('is cut at both ends of the file', () => {
    const root = makeProject();
    expect(readExcerpt(['async src/a.ts:1:1'], root, [])?.lines).toEqual([
      'line 1',
      'line 2',
      'line 3',
      'line 4',
    ]);
    expect(readExcerpt(['async f (src/a.ts:20:1)'], root, [])?.lines.at(-1)).toBe('line 20');
  });

  test('is of a package where the project has no frame, its lines cut to size', () => {
    const excerpt = readExcerpt(['push (node_modules/undici/lib/b.js:2:3)'], makeProject(), []);
    expect(excerpt?.lines.map((line) => line.length)).toEqual([200, 6]);
  });

  test('is not of an installed package that ran in another version', () => {
    expect(
      readExcerpt(['push (node_modules/undici/lib/b.js:2:3)'], makeProject(), ['undici']),
    ).toBeUndefined();
  });

  test.each([
    ['no file', 'native'],
    ['a file of Node itself', 'f (node:net:1:1)'],
    ['a file outside', 'f (/etc/passwd:1:1)'],
    ['a file above', 'f (../../etc/passwd:1:1)'],
    ['a file above, by a way down', 'f (src/../../etc/passwd:1:1)'],
    ['a file that is not there', 'f (src/gone.ts:1:1)'],
    ['a line that is not there', 'f (src/a.ts:21:1)'],
  ])('is missing for %s', (_, frame) => {
    expect(readExcerpt([frame], makeProject(), [])).toBeUndefined();
  });
});
