// The screen of `eject`, and its JSON.
import { expect, it } from 'vitest';
import type { EjectOutcome } from '../model/eject-outcome.ts';
import { renderEjectJson, renderEjectScreen } from './eject-screen.ts';
import { plainScreen } from './screen.ts';
import { sampleRepro } from '../model/tests/sample-result.ts';

const outcome: EjectOutcome = {
  file: 'reports/btw.repro.json',
  repro: sampleRepro,
  form: 'script',
  text: 'console.log(1);\n',
  reproduced: 19,
  tries: 20,
  missed: ['not reproduced: it did not happen'],
  packages: ['undici@8.12.4'],
};

const withoutNode = (text: string): string => text.replaceAll(process.versions.node, '24');

it('says how often it showed, on what, and how it is run', () => {
  expect(withoutNode(renderEjectScreen(outcome, 'reports/btw.mjs', plainScreen(100)))).toMatchSnapshot();
  const sure: EjectOutcome = {
    ...outcome,
    reproduced: 1,
    tries: 1,
    missed: [],
    packages: [],
    form: 'vitest',
  };
  expect(withoutNode(renderEjectScreen(sure, 'it.test.mjs', plainScreen(100)))).toMatchSnapshot();
});

it('is JSON without the script', () => {
  const json = JSON.parse(renderEjectJson(outcome, 'reports/btw.mjs')) as Record<string, unknown>;
  expect(json).toMatchObject({
    format: 'closecall-eject',
    path: 'reports/btw.mjs',
    reproduced: 19,
    tries: 20,
  });
  expect(json).not.toHaveProperty('text');
  expect(json['repro']).not.toHaveProperty('steps');
});
