// docs/own-client.md says what is true: its code is the code that is run here, and finds what it says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findScenarios } from '../campaign/find-scenarios.ts';
import { changeText } from './docs/page-project.ts';
import { readPage } from './docs/read-page.ts';
import { exploreForTest, ROOT } from './explore-for-test.ts';

const FOLDER = join(ROOT, 'harness/tests/own-client');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8').trim();
const page = readPage('own-client.md', readFileSync(join(ROOT, 'docs/own-client.md'), 'utf8'));
const textOf = (file: string, lang = 'ts'): string =>
  page.blocks.find(({ lang: own, info }) => own === lang && info['file'] === file)!.text;

async function listFound(file: string): Promise<string[]> {
  const { groups, problems, tally } = await exploreForTest(join(FOLDER, file), 'default', 300);
  expect({ problems, cases: tally.cases }).toEqual({ problems: [], cases: 300 });
  return groups.map(({ found }) => `${found.oracle} ${found.code}`);
}

it('the page shows the code of this test', () => {
  const client = textOf('stream-answer.ts');
  expect(client).toBe(read('stream-answer.ts'));
  expect(textOf('my-client.scenario.ts')).toBe(read('scenario.ts').replace('../../index.ts', 'closecall'));
  expect(`${read('fixed/stream-answer.ts')}\n`).toBe(
    changeText(`${client}\n`, textOf('stream-answer.ts', 'diff'), 'the cure'),
  );
});

it('a client is run by naming its scenario, and what the page says of it is found', async () => {
  expect(
    (await findScenarios(ROOT, { files: [join(FOLDER, 'scenario.ts')] })).map(({ name }) => name),
  ).toEqual(['my-client']);
  expect(await listFound('scenario.ts')).toContain('leaked-handle socket');
});

it('the cure leaves nothing to find', async () => {
  expect(await listFound('fixed/scenario.ts')).toEqual([]);
});
