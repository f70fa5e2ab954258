// Collected failures → the tables of docs/grouping.md, between their marks: node harness/bench/grouping/render-grouping-docs.ts FILE
// The file is what `npm run bench -- --only grouping --failures FILE` has left; it is too large to be committed, and always comes out the
// same.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tests/explore-for-test.ts';
import { fillIn } from '../render-docs.ts';
import { readPlaces } from './failures-file.ts';
import { renderGrouping } from './grouping-tables.ts';

const DOCUMENT = join(ROOT, 'docs/grouping.md');

const [, , file] = process.argv;
if (file === undefined) {
  process.stderr.write('render-grouping-docs: name the file that bench --only grouping --failures wrote.\n');
  process.exitCode = 2;
} else writeFileSync(DOCUMENT, fillIn(readFileSync(DOCUMENT, 'utf8'), renderGrouping(readPlaces(file))));
