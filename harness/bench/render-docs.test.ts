// The document says what was measured: its tables are those that the measurements make.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEFECTS } from '../tests/planted/defects.ts';
import { readMeasurements } from './power/results-file.ts';
import { DOCUMENT, fillIn, MEASUREMENTS, renderDocument } from './render-docs.ts';

it('docs/benchmarks.md has the tables of what was measured', () => {
  for (const path of MEASUREMENTS) expect(readMeasurements(path)).not.toEqual([]);
  expect(readFileSync(DOCUMENT, 'utf8'), 'run node harness/bench/render-docs.ts').toBe(renderDocument());
});

it('docs/benchmarks.md says rightly who tells of the planted defects', () => {
  const told = DEFECTS.flatMap(({ caughtBy }) => (caughtBy === undefined ? [] : [caughtBy.oracle]));
  const byInvariants = told.filter((oracle) => oracle === 'invariant').length;
  const text = readFileSync(DOCUMENT, 'utf8').replace(/\s+/g, ' ');
  expect(text).toContain(
    `${byInvariants} of the ${told.length} defects are told by invariants of their scenarios, which somebody wrote, and ${told.length - byInvariants} by oracles`,
  );
});

it('a document keeps what is outside of the marks, and must have them', () => {
  const text = 'before\n<!-- x -->\nold\n<!-- /x -->\nafter\n';
  expect(fillIn(text, { x: 'new\n' })).toBe('before\n<!-- x -->\n\nnew\n\n<!-- /x -->\nafter\n');
  expect(() => fillIn(text, { y: 'new\n' })).toThrow('no place for "y"');
});
