// The JUnit report: what a CI reads of it, and that a real parser takes it whatever a payload is.
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { JUNIT_BODY_CHARS, MESSAGE_LINE_CHARS } from '../model/limits.ts';
import { renderJunitReport } from './junit-report.ts';
import { badResult, goodResult, issueResult, sampleFinding, surprise } from '../model/tests/sample-result.ts';

/** An element as a parser sees it. */
type Element = { name: string; attributes: Record<string, string>; text: string; children: Element[] };

/** Parses with a strict parser. Throws at the first thing that is not well-formed. */
function parseXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...attributes }, text: '', children: [] };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    open.at(-1)!.text += part;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  return root.children[0]!;
}

const render = (result: CampaignResult): string => renderJunitReport(result, { launcher: 'npx closecall' });
const withFinding = (change: Partial<FindingGroup>): CampaignResult => ({
  ...badResult,
  findings: [{ ...surprise, ...change }],
});

/** Test cases by name, with what each says. */
function readCases(result: CampaignResult): Record<string, Element> {
  const cases = parseXml(render(result)).children.flatMap((suite) =>
    suite.children.filter(({ name }) => name === 'testcase'),
  );
  return Object.fromEntries(cases.map((each) => [each.attributes['name'], each]));
}

/** `failure: …` and so on, for what a test case says. */
const outcomesOf = (each: Element | undefined): string[] =>
  each!.children
    .filter(({ name }) => name !== 'system-out')
    .map(({ name, attributes }) => `${name}: ${attributes['message']}`);

test('a run in which everything went wrong', () => {
  expect(
    render({ ...badResult, notRun: [{ scenario: 'btw/renders', variant: 'per-message' }] }),
  ).toMatchSnapshot();
});

test('the counts are those of the test cases, each counted once', () => {
  const root = parseXml(render(badResult));
  expect(root.attributes).toEqual({
    name: 'closecall',
    tests: '7',
    failures: '2',
    errors: '3',
    time: '12.345',
  });
  for (const suite of root.children) {
    const cases = suite.children.filter(({ name }) => name === 'testcase');
    const having = (...wanted: string[]): number =>
      cases.filter(({ children }) => wanted.includes(children[0]!.name)).length;
    expect(suite.attributes).toMatchObject({
      tests: String(cases.length),
      failures: String(having('failure')),
      errors: String(having('error')),
      skipped: String(having('skipped')),
    });
  }
});

test('what is expected fails no test, and is told beside it', () => {
  const cases = readCases(goodResult);
  expect(outcomesOf(cases['btw/leaves/shared'])).toEqual([]);
  expect(cases['btw/leaves/shared']!.children[0]!.text).toContain('Expected use-after-close');
});

test('the body of a failure begins with what it is, and has the table and the command', () => {
  const repro = 'reports/a.repro.json';
  const found = { ...surprise, interleaving: sampleFinding.interleaving, repro };
  const [failure] = readCases({ ...goodResult, findings: [found] })['btw/leaves/per-call']!.children;
  expect(failure!.attributes).toEqual({
    type: 'leaked-handle',
    message: `leaked-handle socket (native evidence): ${surprise.message}`,
  });
  expect(failure!.text).toMatch(/^UNEXPECTED finding 1 of 1: leaked-handle socket/);
  expect(failure!.text).toContain('\n  > |   15 | 250 | next() touches released state');
  expect(failure!.text).toMatch(/\n {2}Replay: npx closecall replay reports\/a\.repro\.json$/);
});

test('what was not run is skipped, and so is what was not run to its end', () => {
  const [shared, perCall] = goodResult.variants;
  const cut: CampaignResult = {
    ...goodResult,
    interrupted: true,
    findings: [],
    variants: [
      { ...shared!, isRunToEnd: true },
      { ...perCall!, cases: 7, reached: 7 },
    ],
    notRun: [{ scenario: 'btw/renders', variant: 'shared' }],
  };
  const cases = readCases(cut);
  expect(outcomesOf(cases['btw/leaves/shared'])).toEqual([]);
  expect(outcomesOf(cases['btw/leaves/per-call'])).toEqual([
    'skipped: the run was interrupted after 7 cases of it',
  ]);
  expect(outcomesOf(cases['btw/renders/shared'])).toEqual([
    'skipped: the run was interrupted before its first case',
  ]);
  const first = readCases({ ...cut, interrupted: false, isUntilFirst: true });
  expect(outcomesOf(first['btw/leaves/per-call'])).toEqual([
    'skipped: the run ended at its first finding after 7 cases of it',
  ]);
  const part = { ...cut, interrupted: false, shard: { nth: 2, of: 3 } };
  const none = readCases({ ...part, variants: [{ ...shared!, cases: 0, reached: 5 }] });
  expect(outcomesOf(none['btw/leaves/shared'])).toEqual(['skipped: this shard has no case of it']);
});

test('a problem of a variant that has no result is an error all the same', () => {
  const problem = {
    kind: 'scenario',
    scenario: 'a',
    variant: 'b',
    caseIndex: 0,
    what: 'does not load',
  } as const;
  expect(outcomesOf(readCases({ ...goodResult, problems: [problem] })['a/b'])).toEqual([
    'error: SCENARIO FAILED at #0: does not load',
  ]);
});

test('names are such that Jenkins groups by scenario', () => {
  const [variant] = goodResult.variants;
  const named = {
    ...goodResult,
    findings: [],
    variants: [{ ...variant!, scenario: 'a/b.c/d', name: 'e.f' }],
  };
  const { attributes } = readCases(named)['a/b.c/d/e.f']!;
  expect(attributes['classname']).toBe('closecall.a.b_c.d');
});

test('whatever a payload is, a strict parser takes it, and finds nothing but ours', () => {
  const shape = (element: Element): unknown => [element.name, element.children.map(shape)];
  const usual = shape(parseXml(render(withFinding({}))));
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc.constantFrom(
      ']]>',
      '<!--',
      '</failure></testsuite>',
      '&lt;&#0;',
      '\u0000\uFFFE\uFFFF\uD800',
      '\u001B[2J',
      '"\'\r\n\t',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(hostile).map((parts) => parts.join('')),
      (text) => {
        const places = [{ label: text, frames: [text] }];
        const rows = [{ step: 1, ms: 0, cells: { [text]: text }, isViolation: true }];
        const change = {
          message: text,
          code: text,
          subject: text,
          places,
          interleaving: { columns: [text], rows },
        };
        const element = parseXml(render(withFinding({ ...change, repro: text || '-' })));
        expect(shape(element)).toEqual(usual);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

test('huge texts are cut, with a word on how much is missing', () => {
  const text = '\u{1F600}'.repeat(500_000);
  const places = Array.from({ length: 40 }, () => ({ label: text, frames: [text, text] }));
  const cases = readCases(withFinding({ message: text, places }));
  const [failure] = cases['btw/leaves/per-call']!.children;
  expect(failure!.attributes['message']!.length).toBeLessThan(MESSAGE_LINE_CHARS + 40);
  expect(failure!.attributes['message']).toMatch(/ \([\d,]+ more characters\)$/);
  expect(failure!.text.length).toBeLessThan(JUNIT_BODY_CHARS + 40);
  expect(failure!.text).toMatch(/\.\.\. \([\d,]+ more characters\)$/);
});

test('a payload cannot link to a file by what GitLab takes for an attachment', () => {
  const named = withFinding({ code: '[[ATTACHMENT|secret.txt]]' });
  expect(render(named)).not.toMatch(/<system-out>[^<]*\[\[ATTACHMENT/);
});

test('a defect is one failure, with what else was seen of it in its text', () => {
  const [suite] = parseXml(renderJunitReport(issueResult, { launcher: 'npx closecall' })).children;
  const failures = suite!.children.flatMap(({ children }) =>
    children.filter(({ name }) => name === 'failure'),
  );
  const own = failures.filter(({ attributes }) => attributes['type'] !== 'missed');
  expect(own.map(({ attributes }) => attributes['type'])).toEqual(['leaked-handle']);
  expect(own[0]!.text).toContain('UNEXPECTED hang pending (native evidence) in btw/leaves/per-call');
});
