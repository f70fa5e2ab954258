// Text → a file, whole or not at all. The only file of the reports that touches the disk; what cannot be written is said
// in one line that names the path, the reason and the remedy.
import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';

/**
 * Writes `text` to `path`, making its folder. A reader sees the old file or the new one, never a part: the text goes to a
 * temporary file beside it that is then renamed. On disk when it returns, so that not even a power cut takes it. Throws a ClosecallError with code ERR_UNWRITABLE.
 */
export function writeFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    makeFolder(dirname(path));
    writeFileSync(temporary, text, { flush: true });
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    removeIfThere(temporary);
    throw unwritable(path, error);
  }
}

/** Adds `text` to the end of `path`, which others write to as well. Throws like `writeFile`. */
export function appendToFile(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Makes `folder` and what lies above it, one by one: Node's recursive mkdir never returns below /proc. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Makes the new name last, where a folder can be synced at all. */
function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // Windows and some network file systems cannot; the file itself is on disk.
  } finally {
    closeSync(descriptor);
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path);
  } catch {
    // It was never made, or cannot be reached: the first error says why.
  }
}

/** Makes sure, before a run, that files can be written into `folder`, making it. Throws like `writeFile`. */
export function probeFolder(folder: string): void {
  const temporary = join(folder, `.closecall-probe.${process.pid}.tmp`);
  try {
    makeFolder(folder);
    writeFileSync(temporary, '');
    rmSync(temporary);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Makes sure, before a run, that `path` can be written later, without touching what it holds. Throws like `writeFile`. */
export function probeFile(path: string): void {
  probeFolder(dirname(path));
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw unwritable(path, new Error('it is a folder'));
}

function unwritable(path: string, error: unknown): ClosecallError {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = (code !== undefined && REASONS[code]) || message;
  return new ClosecallError(
    'ERR_UNWRITABLE',
    `cannot write to ${path}: ${why}. Free that path, or choose another with --out or --reporter NAME=FILE.`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no folder can be made there (ENOENT)',
  EACCES: 'permission denied (EACCES)',
  EPERM: 'permission denied (EPERM)',
  EROFS: 'the file system is read-only (EROFS)',
  ENOSPC: 'the disk is full (ENOSPC)',
  ENOTDIR: 'a part of that path is a file (ENOTDIR)',
  EEXIST: 'a file is in the place of the folder (EEXIST)',
  EISDIR: 'it is a folder (EISDIR)',
};
