// Why the first findings of a run fail: those that fail the run first, and what cannot be explained costs no report.
import { expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import type { ExplainOutcome } from '../model/explanation.ts';
import { badResult, sampleFinding, sampleRepro } from '../report/tests/sample-result.ts';
import { sampleExplanation } from '../report/tests/sample-explanation.ts';
import { explainFindings } from './explain-findings.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

const findings = [
  { ...sampleFinding, repro: 'expected.json', isExpected: true },
  { ...sampleFinding, repro: 'unsaved', isExpected: false },
  { ...sampleFinding, repro: 'broken.json', isExpected: false },
  { ...sampleFinding, repro: '', isExpected: false },
];

const explain = async (count: number): Promise<{ asked: string[]; said: string[]; explained: string[] }> => {
  const [asked, said]: [string[], string[]] = [[], []];
  const campaign = fakeCampaign({
    explainFile: async (file): Promise<ExplainOutcome> => {
      asked.push(file);
      if (file === 'broken.json') throw new ClosecallError('ERR_EXPLAIN_DIED', 'it died');
      return { file, repro: sampleRepro, outcome: 'explained', changes: [], explanation: sampleExplanation };
    },
  });
  const result = await explainFindings(
    { ...badResult, findings },
    count,
    fakeHost(),
    campaign,
    (line) => void said.push(line),
  );
  expect(result.findings.map(({ repro }) => repro)).toEqual(findings.map(({ repro }) => repro));
  const explained = result.findings.filter(({ explanation }) => explanation !== undefined);
  return { asked, said, explained: explained.map(({ repro }) => repro) };
};

test('those that fail the run come first, and those that were not saved cannot be explained', async () => {
  expect(await explain(1)).toMatchObject({ asked: ['unsaved'], explained: ['unsaved'] });
  expect(await explain(9)).toMatchObject({
    asked: ['unsaved', 'broken.json', 'expected.json'],
    explained: ['expected.json', 'unsaved'],
  });
});

test('what goes wrong is said, and the others are explained all the same', async () => {
  expect((await explain(2)).said).toEqual([
    'finding 1 of 2: looking for why it fails',
    'finding 2 of 2: looking for why it fails',
    'closecall: it died',
  ]);
});
