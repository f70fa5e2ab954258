// Why the first findings of a run fail: new ones first, then known, then expected; and what cannot be explained costs no report.
import { expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import type { ExplainOutcome } from '../model/explanation.ts';
import { badResult, sampleFinding, sampleRepro } from '../model/tests/sample-result.ts';
import { sampleExplanation } from '../report/tests/sample-explanation.ts';
import { explainFindings, type ExplainPlan } from './explain-findings.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

const findings = [
  { ...sampleFinding, repro: 'expected.json', isExpected: true },
  { ...sampleFinding, repro: 'unsaved', isExpected: false },
  { ...sampleFinding, repro: 'broken.json', isExpected: false },
  { ...sampleFinding, repro: '', isExpected: false },
];

const { signal } = new AbortController();

const explain = async (
  plan: Partial<ExplainPlan>,
  of = findings,
  onExplain = (): void => {},
): Promise<{ asked: string[]; said: string[]; explained: string[] }> => {
  const [asked, said]: [string[], string[]] = [[], []];
  const campaign = fakeCampaign({
    explainFile: async (file): Promise<ExplainOutcome> => {
      asked.push(file);
      onExplain();
      if (file === 'broken.json') throw new ClosecallError('ERR_EXPLAIN_DIED', 'it died\nof a cold');
      return { file, repro: sampleRepro, outcome: 'explained', changes: [], explanation: sampleExplanation };
    },
  });
  const result = await explainFindings(
    { ...badResult, findings: of },
    { count: 9, signal, ...plan },
    fakeHost(),
    campaign,
    (line) => void said.push(line),
  );
  expect(result.findings.map(({ repro }) => repro)).toEqual(of.map(({ repro }) => repro));
  const explained = result.findings.filter(({ explanation }) => explanation !== undefined);
  return { asked, said, explained: explained.map(({ repro }) => repro) };
};

test('those that fail the run come first, and those that were not saved cannot be explained', async () => {
  expect(await explain({ count: 1 })).toMatchObject({ asked: ['unsaved'], explained: ['unsaved'] });
  expect(await explain({ count: 9 })).toMatchObject({
    asked: ['unsaved', 'broken.json', 'expected.json'],
    explained: ['expected.json', 'unsaved'],
  });
});

test('what goes wrong is said, and the others are explained all the same', async () => {
  expect((await explain({ count: 2 })).said).toEqual([
    'finding 1 of 2: looking for why it fails',
    'finding 2 of 2: looking for why it fails',
    'closecall: it died',
    'of a cold',
  ]);
});

test('what is known comes behind what is new, and before what is expected', async () => {
  const isKnown = ({ variant }: { variant: string }): boolean => variant === 'known';
  const known = { ...sampleFinding, variant: 'known', repro: 'known.json', isExpected: false };
  expect((await explain({ isKnown }, [known, ...findings])).asked).toEqual([
    'unsaved',
    'broken.json',
    'known.json',
    'expected.json',
  ]);
});

test('an interrupt leaves the rest unexplained', async () => {
  const controller = new AbortController();
  const { asked, explained } = await explain({ signal: controller.signal }, findings, () =>
    controller.abort(),
  );
  expect({ asked, explained }).toEqual({ asked: ['unsaved'], explained: ['unsaved'] });
});
