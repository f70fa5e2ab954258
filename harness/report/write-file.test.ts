// Files are written whole or not at all, and what cannot be written is said in one line. A path below a regular file
// stands for everything unwritable: permissions do not stop root.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import { parseRepro } from '../model/repro.ts';
import { sampleRepro } from '../model/tests/sample-result.ts';
import { probeFile, probeFolder, writeFile } from './write-file.ts';
import { writeRepro } from './write-repro.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'closecall-write-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ClosecallError);
    expect(error).toMatchObject({ code: 'ERR_UNWRITABLE', exitCode: 2 });
    return (error as Error).message.replaceAll(folder, 'FOLDER').replaceAll('\\', '/');
  }
  throw new Error('nothing was thrown');
}

test('a file is written with its folders, and replaced', () => {
  const path = join(folder, 'a/b/result.json');
  writeFile(path, 'one');
  writeFile(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['result.json']);
});

test('a path below a file cannot be written, and the message says why', () => {
  writeFileSync(join(folder, 'file'), 'kept');
  expect(messageOf(() => writeFile(join(folder, 'file/deep/x.json'), ''))).toMatchInlineSnapshot(
    `"cannot write to FOLDER/file/deep/x.json: a file is in the place of the folder (EEXIST). Free that path, or choose another with --out or --reporter NAME=FILE."`,
  );
  expect(messageOf(() => probeFolder(join(folder, 'file')))).toMatchInlineSnapshot(
    `"cannot write to FOLDER/file: a file is in the place of the folder (EEXIST). Free that path, or choose another with --out or --reporter NAME=FILE."`,
  );
  expect(messageOf(() => probeFile(join(folder, 'file/x.json')))).toMatchInlineSnapshot(
    `"cannot write to FOLDER/file: a file is in the place of the folder (EEXIST). Free that path, or choose another with --out or --reporter NAME=FILE."`,
  );
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept');
});

test('a folder in the place of a file is refused, and no temporary file stays', () => {
  mkdirSync(join(folder, 'x.json'));
  expect(messageOf(() => probeFile(join(folder, 'x.json')))).toMatchInlineSnapshot(
    `"cannot write to FOLDER/x.json: it is a folder. Free that path, or choose another with --out or --reporter NAME=FILE."`,
  );
  expect(messageOf(() => writeFile(join(folder, 'x.json'), ''))).toMatchInlineSnapshot(
    `"cannot write to FOLDER/x.json: it is a folder (EISDIR). Free that path, or choose another with --out or --reporter NAME=FILE."`,
  );
  expect(readdirSync(folder)).toEqual(['x.json']);
});

test('a probe leaves nothing but the folder, and does not touch the file', () => {
  probeFile(join(folder, 'new/x.json'));
  expect(readdirSync(join(folder, 'new'))).toEqual([]);
  writeFileSync(join(folder, 'new/x.json'), 'old');
  probeFile(join(folder, 'new/x.json'));
  expect(readFileSync(join(folder, 'new/x.json'), 'utf8')).toBe('old');
});

test('a repro is saved under a name that says what it is, and reads back as it was', () => {
  const path = writeRepro(join(folder, 'out'), sampleRepro);
  expect(path).toBe(join(folder, 'out', 'btw-leaves-shared-use-after-close-0123456789ab.repro.json'));
  expect(existsSync(path)).toBe(true);
  expect(parseRepro(readFileSync(path, 'utf8'), path)).toEqual(sampleRepro);
});

test('a repro holds no secret, and no name leads out of the folder', () => {
  const path = writeRepro(folder, {
    ...sampleRepro,
    message: 'got 401 for Bearer abc.def',
    case: { ...sampleRepro.case, scenario: '../../x', variant: 'a\u0000b' },
  });
  expect(path).toBe(join(folder, '..-..-x-a-b-use-after-close-0123456789ab.repro.json'));
  expect(readFileSync(path, 'utf8')).toContain('got 401 for Bearer [scrubbed]');
});
