// The names that a story uses → the code of the stage that has them.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { bundleModules, type Bundle } from './bundle-modules.ts';
import { readModule } from './read-module.ts';
import type { Node } from '../model/syntax-tree.ts';
import { collectNames } from './syntax.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'stage');

/** Bundles what `story` uses of the stage. */
export function bundleStage(story: string): Bundle {
  const program = parse(story, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowAwaitOutsideFunction: true,
  }) as unknown as Node;
  const used = collectNames(program);
  const files = readdirSync(FOLDER)
    .filter((name) => /\.[jt]s$/.test(name) && !/\.(?:d|test)\.ts$/.test(name))
    .toSorted()
    .map((name) => join(FOLDER, name));
  const entries = files.map((file) => ({
    file,
    names: [...readModule(file).exports.values()].filter((name) => used.has(name)),
  }));
  return bundleModules({ entries, base: FOLDER });
}
