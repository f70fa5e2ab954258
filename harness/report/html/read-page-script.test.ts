// The script of the page: one text without types, imports and exports.
import { parse } from 'acorn';
import { expect, test } from 'vitest';
import { readPageScript } from './read-page-script.ts';

test('the modules become one script that a browser can take', () => {
  const script = readPageScript();
  expect(() => parse(script, { ecmaVersion: 'latest', sourceType: 'script' })).not.toThrow();
  expect(script).not.toMatch(/^\s*(?:import|export)\b/m);
  expect(script).not.toContain('</');
  for (const name of ['listCauses', 'layOutTimeline', 'parseRoute', 'formatRoute', 'startPage'])
    expect(script.match(new RegExp(`function ${name}\\b`, 'g'))).toHaveLength(1);
});

test('what a module asks for stands before it', () => {
  const script = readPageScript();
  expect(script.indexOf('function makeElement')).toBeLessThan(script.indexOf('class TimelineView'));
  expect(script.indexOf('class TimelineView')).toBeLessThan(script.indexOf('class FindingView'));
});
