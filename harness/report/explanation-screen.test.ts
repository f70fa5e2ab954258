// Every outcome of explain: its screen, its exit code, its JSON.
import { describe, expect, test } from 'vitest';
import type { ExplainOutcome } from '../model/explanation.ts';
import { decideExplainExit, renderExplainJson, renderExplainScreen } from './explanation-screen.ts';
import { plainScreen } from './screen.ts';
import { sampleExplanation } from './tests/sample-explanation.ts';
import { sampleFinding, sampleRepro } from '../model/tests/sample-result.ts';

const explained: ExplainOutcome = {
  file: 'reports/a.repro.json',
  repro: sampleRepro,
  outcome: 'explained',
  changes: [],
  finding: { ...sampleFinding, step: 5 },
  explanation: sampleExplanation,
};
const { finding: _, explanation: __, ...bare } = explained;
const unsaid = { unsaid: 'the process died, and a process that died has no trace to tell of its steps' };
const show = (outcome: ExplainOutcome, columns: number): string =>
  renderExplainScreen(outcome, plainScreen(columns), 'npx closecall');

describe('explain', () => {
  test.each([120, 80])('shows all parts on %i columns', (columns) => {
    const text = show(explained, columns);
    expect(text).toMatchSnapshot();
    const tooLong = text
      .split('\n')
      .filter((line) => line.length > columns && !line.startsWith(explained.file));
    expect(tooLong).toEqual([]);
  });

  test('says what it cannot say, and why', () => {
    const explanation = { ...sampleExplanation, nearest: unsaid, noReturn: unsaid, cone: unsaid };
    expect(show({ ...explained, explanation }, 100)).toMatchSnapshot();
  });

  test('says little where there is little: no part to leave out, no step to leave out, no other variant', () => {
    const explanation = {
      ...sampleExplanation,
      cone: {
        ...sampleExplanation.cone,
        steps: [1, 2, 3, 4, 5],
        about: 'step 5',
        of: 5,
        rows: { columns: [], rows: [] },
      },
      conditions: [],
      differential: {
        headline: 'there is no other variant',
        variants: [{ variant: 'default', outcome: 'same' as const }],
      },
    };
    expect(show({ ...explained, explanation }, 100)).toMatchSnapshot();
  });

  test('has nothing to explain where the case does not fail, and tells what has changed', () => {
    const changes = ['undici was 8.12.4, is 8.13.0'];
    expect(show({ ...bare, outcome: 'not reproduced', changes }, 100)).toMatchSnapshot();
    expect(decideExplainExit({ ...bare, outcome: 'not reproduced' }).code).toBe(125);
  });

  test('is JSON without the steps that only closecall reads', () => {
    const json = JSON.parse(renderExplainJson(explained)) as Record<string, unknown>;
    expect(json).toMatchObject({
      format: 'closecall-explain',
      outcome: 'explained',
      explanation: { runs: 253 },
      exit: { code: 0 },
    });
    expect(json['repro']).not.toHaveProperty('steps');
  });
});
