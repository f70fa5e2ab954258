// A defect → a copy of the client and its scenarios with the defect in it. The harness and the packages are the real
// ones, by links: a link is loaded as what it points to, so the copy runs in the very world of the worker that loads it.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../explore-for-test.ts';
import type { Defect } from './defect.ts';

/** Makes a folder for copies; the caller removes it. */
export function makeGarden(): string {
  return mkdtempSync(join(tmpdir(), 'closecall-planted-'));
}

/** Copies the project into `garden`, with the defect, or as it is. Returns the copy's folder. */
export function plant(garden: string, defect: Pick<Defect, 'name' | 'file' | 'replace'>): string {
  const folder = join(garden, defect.name);
  mkdirSync(folder);
  for (const room of ['src', 'scenarios'])
    cpSync(join(ROOT, room), join(folder, room), {
      recursive: true,
      filter: (path) => !/\.test\.ts$|[\\/]tests$|\.repro\.json$/.test(path),
    });
  for (const name of ['harness', 'node_modules'])
    symlinkSync(join(ROOT, name), join(folder, name), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const file = join(folder, defect.file);
  writeFileSync(file, applyTo(readFileSync(file, 'utf8'), defect));
  return folder;
}

/** The text with the defect in it. Throws when a place is not there, or more than once. */
export function applyTo(
  text: string,
  { name, file, replace }: Pick<Defect, 'name' | 'file' | 'replace'>,
): string {
  let changed = text;
  for (const [before, after] of replace) {
    const count = changed.split(before).length - 1;
    if (count !== 1)
      throw new Error(
        `${name}: ${file} has ${count} places like this, expected 1; adapt the defect:\n${before}`,
      );
    changed = changed.replace(before, () => after);
  }
  return changed;
}
